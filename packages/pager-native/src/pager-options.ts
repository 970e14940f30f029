// What can be set about a pager, its defaults, and the check that names the option that is wrong.
import { tmpdir } from 'node:os'
import type { EngineOptions } from './binding.js'
import type { BackendName } from './pager.js'

/** What the kernel is told about `swap` payloads: `cold` (reclaim these first), `pageout` (write them out now, blocking), or nothing. */
export type SwapAdvice = 'cold' | 'pageout' | 'none'

/** `native` needs the addon, `portable` does without it, and `auto` is `native` where it loads. */
export type PagerEngine = 'auto' | 'native' | 'portable'

/** Every option has a default that works. */
export interface PagerOptions {
  /** What runs the pager. A portable one ignores `ioThreads`, `writeBehindBytes`, `readAheadBytes` and `swapAdvice`. Default `auto`. */
  readonly engine?: PagerEngine
  /** The backend of `pageout` until it is set. Default `file`. */
  readonly backend?: BackendName
  /** Where scratch segments are opened, at the first `file` page-out. Default: the system's temporary directory, or /var/tmp if that is in memory. */
  readonly scratchDirectory?: string
  /** The most that scratch segments may occupy. Default: no limit but the file system's. */
  readonly scratchLimitBytes?: number
  /** Accept a scratch directory on a file system that lives in memory. Default false. */
  readonly allowMemoryScratch?: boolean
  /** Memory of free slots that is kept for the next use. Default 64 MiB. */
  readonly warmBytes?: number
  /** Threads that write and read scratch segments. Default 2. */
  readonly ioThreads?: number
  /** Bytes paged out and not yet written; a page-out that would exceed it waits. 0: every page-out waits for its own write. Default 8 MiB. */
  readonly writeBehindBytes?: number
  /** Bytes prefetched and not yet used; a prefetch that would exceed it does nothing. Default 8 MiB. */
  readonly readAheadBytes?: number
  /** Default `cold`. */
  readonly swapAdvice?: SwapAdvice
}

const mebibyte = 1024 * 1024
export const defaultReadAheadBytes = 8 * mebibyte
const swapAdvices: readonly SwapAdvice[] = ['cold', 'pageout', 'none']
const known: ReadonlySet<string> = new Set<keyof PagerOptions>([
  'engine',
  'backend',
  'scratchDirectory',
  'scratchLimitBytes',
  'allowMemoryScratch',
  'warmBytes',
  'ioThreads',
  'writeBehindBytes',
  'readAheadBytes',
  'swapAdvice',
])

/**
 * The name, if it is a backend's.
 *
 * @throws TypeError it is not
 */
export function checkBackend(name: unknown): BackendName {
  if (name === 'swap' || name === 'file') return name
  throw new TypeError(`backend must be 'swap' or 'file', not ${String(name)}`)
}

/**
 * The name, if it is an engine's.
 *
 * @throws TypeError it is not
 */
export function checkEngine(name: unknown): PagerEngine {
  if (name === 'auto' || name === 'native' || name === 'portable') return name
  throw new TypeError(`engine must be 'auto', 'native' or 'portable', not ${String(name)}`)
}

/**
 * Options for the addon, defaults filled in.
 *
 * @throws TypeError an option has the wrong type, or no option has that name
 * @throws RangeError a number is out of range
 */
export function normaliseOptions(options: PagerOptions): EngineOptions {
  if (typeof options !== 'object' || options === null) throw new TypeError('options must be an object')
  for (const name of Object.keys(options)) {
    if (!known.has(name)) throw new TypeError(`unknown option ${name}`)
  }
  const advice = options.swapAdvice ?? 'cold'
  if (!swapAdvices.includes(advice)) throw new TypeError(`swapAdvice must be one of ${swapAdvices.join(', ')}`)
  const directory = options.scratchDirectory
  if (directory !== undefined && (typeof directory !== 'string' || directory === '' || directory.includes('\0'))) {
    throw new TypeError('scratchDirectory must be a path')
  }
  const allowMemoryScratch = options.allowMemoryScratch ?? false
  if (typeof allowMemoryScratch !== 'boolean') throw new TypeError('allowMemoryScratch must be a boolean')
  return {
    scratchDirectories: directory === undefined ? [tmpdir(), '/var/tmp'] : [directory],
    allowMemoryScratch,
    scratchLimitBytes: bytes('scratchLimitBytes', options.scratchLimitBytes ?? Number.POSITIVE_INFINITY),
    warmBytes: bytes('warmBytes', options.warmBytes ?? 64 * mebibyte),
    ioThreads: threads(options.ioThreads ?? 2),
    writeBehindBytes: bytes('writeBehindBytes', options.writeBehindBytes ?? 8 * mebibyte),
    readAheadBytes: bytes('readAheadBytes', options.readAheadBytes ?? defaultReadAheadBytes),
    swapAdvice: swapAdvices.indexOf(advice),
  }
}

function bytes(name: string, value: unknown): number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number of bytes`)
  if (value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && value >= 0)) return value
  throw new RangeError(`${name} must be a whole number of bytes from 0, or Infinity; not ${value}`)
}

function threads(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('ioThreads must be a number')
  if (Number.isInteger(value) && value >= 1 && value <= 64) return value
  throw new RangeError(`ioThreads must be a whole number from 1 to 64, not ${value}`)
}
