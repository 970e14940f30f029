// How a program gets a pager: a new engine, or another thread's.
import { type Binding, loadBinding, publicError } from './binding.js'
import { EngineClient } from './engine-client.js'
import type { MovablePager } from './movable-pager.js'
import { NativePager } from './native-pager.js'
import type { BackendName, PagerToken } from './pager.js'
import { PagerError } from './pager-error.js'
import { checkBackend, checkEngine, normaliseOptions, type PagerOptions } from './pager-options.js'
import { createPortablePager } from './portable-pager.js'

/**
 * A pager on a new engine. It opens no file and starts no thread before the first `file` page-out. Where the addon does not load,
 * the pager is a portable one, unless `engine` says otherwise: `stats().engine` tells, and so does one process warning with the
 * code `PAGER_NO_ADDON`.
 *
 * @throws TypeError, RangeError an option is wrong; the message names it
 * @throws PagerError `PAGER_NO_ADDON` with `engine: 'native'` only
 */
export function createPager(options: PagerOptions = {}): MovablePager {
  const engine = checkEngine(options?.engine ?? 'auto')
  if (engine === 'portable') return createPortablePager(options)
  if (engine === 'native') return createPagerWith(loadBinding(), options)
  let binding: Binding
  try {
    binding = loadBinding()
  } catch (error) {
    const pager = createPortablePager(options)
    warnPortable(error)
    return pager
  }
  return createPagerWith(binding, options)
}

function warnPortable(reason: unknown): void {
  const { message, cause } = reason as PagerError
  process.emitWarning(
    'this pager runs without the addon: slower, without read-ahead, and not to be shared with workers',
    {
      code: 'PAGER_NO_ADDON',
      detail: `${message} (${String(cause)}). Ask for { engine: 'portable' } to have it so without a warning.`,
    },
  )
}

/**
 * A pager on the engine of the pager that gave the token, in this thread. Its `backend` starts as `backend`.
 *
 * @throws PagerError `PAGER_UNKNOWN_TOKEN`, `PAGER_NO_ADDON`
 */
export function attachPager(token: PagerToken, backend: BackendName = 'file'): NativePager {
  return attachPagerWith(loadBinding(), token, backend)
}

export function createPagerWith(binding: Binding, options: PagerOptions): NativePager {
  const engineOptions = normaliseOptions(options)
  const backend = checkBackend(options.backend ?? 'file')
  return new NativePager(new EngineClient(new binding.Attachment(engineOptions)), backend)
}

export function attachPagerWith(binding: Binding, token: PagerToken, backend: BackendName): NativePager {
  const name = token?.spillwayPager
  if (typeof name !== 'string') throw new PagerError('PAGER_UNKNOWN_TOKEN', 'this is not a token that a pager gave')
  checkBackend(backend)
  try {
    return new NativePager(new EngineClient(new binding.Attachment(name)), backend)
  } catch (error) {
    throw publicError(error)
  }
}
