// The entry `@spillway/pager-native/promises`: the same names, for callers on an event loop that must not block.
import { attachPager as attachSync, createPager as createSync } from './create-pager.js'
import type { BackendName, PagerToken } from './pager.js'
import { defaultReadAheadBytes, type PagerOptions } from './pager-options.js'
import { PromisePager } from './promise-pager.js'

/**
 * As `createPager` of the package's main entry.
 *
 * @throws RangeError also for `writeBehindBytes: 0`, which asks every page-out to block until it is written
 */
export function createPager(options: PagerOptions = {}): PromisePager {
  if (options?.writeBehindBytes === 0) throw new RangeError('writeBehindBytes must not be 0: page-outs would block')
  return new PromisePager(createSync(options), options.readAheadBytes ?? defaultReadAheadBytes)
}

/** As `attachPager` of the package's main entry. On an engine that was made with `writeBehindBytes: 0`, page-outs block. */
export function attachPager(token: PagerToken, backend: BackendName = 'file'): PromisePager {
  return new PromisePager(attachSync(token, backend), defaultReadAheadBytes)
}

export type { PromiseHandle } from './promise-handle.js'
export type { PromisePager } from './promise-pager.js'
