// Every failure of this package that is not a programming mistake. The code is stable; the message is for people and may change.
// What a pager, a policy or a container throws reaches the caller as it is.

/** Stable names of what went wrong; two of them are of process warnings. */
export type ColumnPagerErrorCode =
  /** The paged column was taken: its column is elsewhere. */
  | 'COLUMN_TAKEN'
  /** The paged column was closed. */
  | 'COLUMN_CLOSED'
  /** The container broke its contract: its slices do not sum to its byte length, or its owned buffer is not its body. */
  | 'COLUMN_CONTAINER_FAILED'
  /** The codec threw, or did not write what it had to; `cause` tells what it threw. */
  | 'COLUMN_CODEC_FAILED'
  /** The policy chose a codec that nobody gave to the column pager. */
  | 'COLUMN_UNKNOWN_CODEC'
  /** The policy returned something that is not a decision. */
  | 'COLUMN_BAD_DECISION'
  /** Of a process warning: a resident column was collected without take or close; its budget came back late. */
  | 'COLUMN_LEAKED'
  /**
   * Of a process warning: the policy's `record` or the container's `clear` threw, which neither may, or the pager did not take a
   * buffer back; no bytes were lost.
   */
  | 'COLUMN_CONTRACT_BROKEN'

/** What a column pager throws of its own; what its pager, policy and container throw passes through. */
export class ColumnPagerError extends Error {
  override readonly name = 'ColumnPagerError'
  readonly code: ColumnPagerErrorCode

  constructor(code: ColumnPagerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
