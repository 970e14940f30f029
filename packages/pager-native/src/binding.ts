// Loads the addon and says what it offers. The addon checks nothing: numbers must be in range and buffers alive before it is
// called. Nothing else imports it.
import { createRequire } from 'node:module'
import { currentLibc } from './libc.js'
import { PagerError, type PagerErrorCode } from './pager-error.js'

/** Options with every default filled in, as the addon reads them. */
export interface EngineOptions {
  readonly scratchDirectories: readonly string[]
  readonly allowMemoryScratch: boolean
  readonly scratchLimitBytes: number
  readonly warmBytes: number
  readonly ioThreads: number
  readonly writeBehindBytes: number
  readonly readAheadBytes: number
  /** 0 cold, 1 pageout, 2 none. */
  readonly swapAdvice: number
}

/** One pager object's hold on an engine. Backends are numbers (0 swap, 1 file), handles are safe integers. */
export interface Attachment {
  /** Detaches `buffer`, unless it is to be kept: then its bytes are the caller's to forget. */
  pageout(backend: number, buffer: ArrayBuffer, byteLength: number, keep: boolean): number
  pageout(backend: number, buffers: readonly ArrayBuffer[], byteLengths: readonly number[]): number
  read(handle: number, ranges: Float64Array, target: ArrayBuffer | Uint8Array): void
  take(handle: number, byteLength: number): ArrayBuffer
  takeInto(handle: number, target: ArrayBuffer): void
  prefetch(handle: number): void
  isReady(handle: number): boolean
  hasRoom(backend: number, byteLength: number): boolean
  listen(listener: () => void): void
  holdLoop(hold: boolean): void
  close(handle: number): boolean
  closeLeaked(handle: number): boolean
  disown(handle: number): bigint
  adopt(name: bigint): [handle: number, backend: number, byteLength: number]
  allocate(byteLength: number): ArrayBuffer
  recycle(buffer: ArrayBuffer): boolean
  /** Frees the memory of a buffer that is V8's own. */
  detach(buffer: ArrayBuffer): void
  isLent(buffer: ArrayBuffer): boolean
  share(): string
  stats(target: Float64Array): void
  end(): void
}

export interface Binding {
  readonly Attachment: new (optionsOrToken: EngineOptions | string) => Attachment
}

/**
 * The addon that `spillway-build-native` made on this machine, or else the one that the package carries for machines like it.
 * `variant` is a folder of `build/`; only `Release` has prebuilt ones.
 *
 * @throws PagerError `PAGER_NO_ADDON`
 */
export function loadBinding(variant: 'Release' | 'Test' = 'Release'): Binding {
  const machine = [process.platform, process.arch, currentLibc()].filter(part => part !== undefined)
  const candidates = [`../build/${variant}/pager_native.node`]
  if (variant === 'Release') candidates.push(prebuiltAddon(machine))
  const errors: unknown[] = []
  for (const candidate of candidates) {
    try {
      // Made here, because a bundler may have put this file where it has no address.
      return createRequire(import.meta.url)(candidate) as Binding
    } catch (error) {
      errors.push(error)
    }
  }
  throw new PagerError(
    'PAGER_NO_ADDON',
    `@spillway/pager-native has no addon for ${machine.join('-')} here; "npx spillway-build-native" builds one`,
    // A file that is there and does not load says more than one that is missing.
    { cause: errors.find(error => (error as { code?: unknown }).code !== 'MODULE_NOT_FOUND') ?? errors[0] },
  )
}

/** As scripts/prebuild.mjs names it: platform, processor, and on Linux the C library. */
function prebuiltAddon([platform, processor, libc]: readonly string[]): string {
  return `../prebuilds/${platform}-${processor}/pager-native.${libc === undefined ? '' : `${libc}.`}node`
}

/** What the addon threw, as what a caller should see. */
export function publicError(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('PAGER_')) return error
  const { code, errno, syscall, offset, length } = error as Error & {
    code: PagerErrorCode
    errno?: number
    syscall?: string
    offset?: number
    length?: number
  }
  return new PagerError(code, error.message, { errno, syscall, offset, length })
}
