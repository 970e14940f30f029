// A native pager on a kernel with faults, with freed memory poisoned: the addon's test build.
import { type Attachment, type EngineOptions, loadBinding } from '../../src/binding.js'
import { EngineClient } from '../../src/engine-client.js'
import { NativePager } from '../../src/native-pager.js'
import type { PagerToken } from '../../src/pager.js'
import { normaliseOptions, type PagerOptions } from '../../src/pager-options.js'

/** In the order of `Call` in faulty_sys.h. */
const calls = [
  'map',
  'unmap',
  'advise',
  'open',
  'unlink',
  'statfs',
  'fallocate',
  'truncate',
  'write',
  'read',
  'sync',
  'dropCache',
]

export interface Fault {
  readonly call: 'map' | 'open' | 'statfs' | 'fallocate' | 'write' | 'read'
  /** 1, the default: the next call. */
  readonly nth?: number
  readonly times?: number
  readonly errno?: number
  /** Instead of `errno`: bytes that a short transfer moves. */
  readonly transferBytes?: number
}

type FaultyAttachment = Attachment & {
  inject(call: number, nth: number, times: number, errno: number, transferBytes: number): void
}

export interface FaultyPager {
  readonly pager: NativePager
  /** The faults are the engine's: any thread on it may meet them. */
  readonly inject: (fault: Fault) => void
}

export function createFaultyPager(options: PagerOptions): FaultyPager {
  return faultyPager(normaliseOptions(options))
}

/** On the engine of another, in any thread; `token` is what its `share()` gave. */
export function attachFaultyPager(token: PagerToken): FaultyPager {
  return faultyPager(token.spillwayPager)
}

function faultyPager(optionsOrToken: EngineOptions | string): FaultyPager {
  const binding = loadBinding('Test')
  const attachment = new binding.Attachment(optionsOrToken) as FaultyAttachment
  return {
    pager: new NativePager(new EngineClient(attachment), 'file'),
    inject: ({ call, nth = 1, times = 1, errno = 0, transferBytes = 0 }) =>
      attachment.inject(calls.indexOf(call), nth, times, errno, transferBytes),
  }
}
