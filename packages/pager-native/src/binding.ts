// Loads the addon and says what it offers. The addon checks nothing: numbers must be in range and buffers alive before it is
// called. Nothing else imports it.
import { createRequire } from 'node:module'
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
  pageout(backend: number, buffer: ArrayBuffer, byteLength: number): number
  pageout(backend: number, buffers: readonly ArrayBuffer[], byteLengths: readonly number[]): number
  read(handle: number, ranges: Float64Array, target: ArrayBuffer | Uint8Array): void
  take(handle: number, byteLength: number): ArrayBuffer
  takeInto(handle: number, target: ArrayBuffer): void
  prefetch(handle: number): void
  close(handle: number): boolean
  closeLeaked(handle: number): boolean
  disown(handle: number): bigint
  adopt(name: bigint): [handle: number, backend: number, byteLength: number]
  allocate(byteLength: number): ArrayBuffer
  recycle(buffer: ArrayBuffer): boolean
  isLent(buffer: ArrayBuffer): boolean
  share(): string
  stats(target: Float64Array): void
  end(): void
}

export interface Binding {
  readonly Attachment: new (optionsOrToken: EngineOptions | string) => Attachment
}

/**
 * The addon that `spillway-build-native` made for this machine. `variant` is a folder of `build/`.
 *
 * @throws PagerError `PAGER_NO_ADDON`
 */
export function loadBinding(variant: 'Release' | 'Test' = 'Release'): Binding {
  try {
    return createRequire(import.meta.url)(`../build/${variant}/pager_native.node`) as Binding
  } catch (cause) {
    const machine = `${process.platform}-${process.arch}`
    throw new PagerError(
      'PAGER_NO_ADDON',
      `the addon of @spillway/pager-native is not built for ${machine}; run "npx spillway-build-native"`,
      { cause },
    )
  }
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
