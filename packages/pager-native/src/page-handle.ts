// One paged-out payload, and the only name that its bytes have.
import type { BackendName } from './pager.js'

/** Bytes `[offset, offset + length)` of a payload. */
export interface ByteRange {
  readonly offset: number
  readonly length: number
}

/** What `detach` returns and `attach` takes: structured-cloneable, meaningful in this process only. */
export interface HandleToken {
  readonly spillwayHandle: string
}

/**
 * Owned by whoever paged out; `take` or `close` ends it. After `take` every verb but `close` throws `PAGER_HANDLE_TAKEN`, after
 * `close` `PAGER_HANDLE_CLOSED`. A handle that is dropped instead is reclaimed late, with the warning `PAGER_HANDLE_LEAKED`.
 */
export interface PageHandle extends Disposable {
  /** Bytes of the payload; still readable after `take` and `close`. */
  readonly byteLength: number
  /** The backend it was paged out with, whatever `pager.backend` is now. */
  readonly backend: BackendName
  /** True after `take` or `close`. */
  readonly closed: boolean

  /** A copy of one range, the caller's own. Equals `readAtMany([{ offset, length }])`. */
  readAt(offset: number, length: number): ArrayBuffer

  /**
   * Copies of several ranges, concatenated in request order; adjacent ranges are read as one.
   *
   * @throws RangeError a range is outside the payload, or two of them overlap (empty ranges overlap nothing)
   * @throws PagerError `PAGER_IO`, `PAGER_CORRUPT_PAGE`, `PAGER_OUT_OF_MEMORY`; the handle stays usable for another try
   */
  readAtMany(ranges: readonly ByteRange[]): ArrayBuffer

  /**
   * Fills `target` with the payload's bytes from `offset` on; throws as `readAtMany` does, and then `target` is unspecified.
   *
   * @throws TypeError `target` is not a Uint8Array
   */
  readInto(offset: number, target: Uint8Array): void

  /** Starts to bring the payload into memory. Never blocks, never throws, may do nothing. */
  prefetch(): void

  /**
   * The payload, in a buffer lent by the pager (see `Pager.recycle`); ends the handle.
   *
   * @throws PagerError `PAGER_IO`, `PAGER_CORRUPT_PAGE`, `PAGER_OUT_OF_MEMORY`; the handle stays usable for another try
   */
  take(): ArrayBuffer

  /** Discards the payload. Idempotent; does nothing after `take`. */
  close(): void
}
