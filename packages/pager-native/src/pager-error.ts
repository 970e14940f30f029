// Every failure that is not a programming mistake. The code is stable; the message is for people and may change.

/** Stable names of what went wrong; two of them are of process warnings too. */
export type PagerErrorCode =
  /** The scratch space is full: the quota, or the file system, at allocation or at write. Freed extents make room again. */
  | 'PAGER_NO_SPACE'
  /** The device failed a read or a write. */
  | 'PAGER_IO'
  /** Stored bytes are not the ones that were written. */
  | 'PAGER_CORRUPT_PAGE'
  /** The handle was taken: its bytes are elsewhere. */
  | 'PAGER_HANDLE_TAKEN'
  /** The handle was closed. */
  | 'PAGER_HANDLE_CLOSED'
  /** Of a process warning: a handle was collected without take or close. */
  | 'PAGER_HANDLE_LEAKED'
  /** The pager was closed. */
  | 'PAGER_CLOSED'
  /** The scratch directory does not exist, cannot be written, or lives in memory. */
  | 'PAGER_SCRATCH'
  /** The kernel refused memory. */
  | 'PAGER_OUT_OF_MEMORY'
  /** The token names no pager of this process that is still open. */
  | 'PAGER_UNKNOWN_TOKEN'
  /** The addon is not built for this machine. */
  | 'PAGER_NO_ADDON'

/** What is known of a failure beside its code; absent where it does not apply. */
export interface PagerErrorDetails {
  readonly errno?: number | undefined
  readonly syscall?: string | undefined
  /** Byte offset within the payload or segment, and the length asked for, of the transfer that failed. */
  readonly offset?: number | undefined
  readonly length?: number | undefined
  readonly cause?: unknown
}

/** What every verb throws that fails for another reason than a mistake in the program. */
export class PagerError extends Error {
  override readonly name = 'PagerError'
  readonly code: PagerErrorCode
  readonly errno: number | undefined
  readonly syscall: string | undefined
  readonly offset: number | undefined
  readonly length: number | undefined

  constructor(code: PagerErrorCode, message: string, details: PagerErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.errno = details.errno
    this.syscall = details.syscall
    this.offset = details.offset
    this.length = details.length
  }
}
