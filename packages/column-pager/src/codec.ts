// How a body becomes smaller while it is away, and whole again. A codec knows neither columns nor pagers.

/**
 * Give codecs to a column pager's constructor; a policy chooses one by its name. `none` and `lz4` are taken. A codec serves one
 * thread and one call at a time, so it may keep scratch memory between calls. It may throw whatever it likes: the column, or the
 * paged column, then stays as it was, and the caller gets `COLUMN_CODEC_FAILED` with what was thrown as its cause.
 */
export interface Codec {
  readonly name: string

  /** Most bytes that `compress` writes for a body of `byteLength` bytes: the size of the target that it will be given. */
  maxStoredByteLength(byteLength: number): number

  /**
   * Writes the compressed body at the start of `target` and returns how many bytes that took. The body is the slices in order;
   * they are views of the column's own memory, and only to be read.
   */
  compress(slices: readonly Uint8Array[], target: Uint8Array): number

  /**
   * Fills `target`, which is as long as the body was, from what `compress` wrote, and returns how many bytes it wrote. `stored`
   * is only to be read: it is what is kept when this fails.
   */
  decompress(stored: Uint8Array, target: Uint8Array): number
}
