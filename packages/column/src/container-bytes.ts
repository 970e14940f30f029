// The seam between a container of values and whoever moves its bytes. Columns implement it; anything with bytes can.

/** What is known of the bytes that `fromBytes` gets. */
export interface FromBytesOptions {
  /** These bytes were written by this process and verified since: shape checks may be skipped. */
  readonly trusted?: boolean
}

/** How to turn containers of type `C` into bytes (their body) and back. Stateless: one object serves every container. */
export interface ContainerBytes<C> {
  /** Exact size of the body in bytes, without encoding it. */
  byteLength(container: C): number

  /** Views of the body's pieces in order, without copies; their lengths sum to `byteLength`. Valid until the container changes. */
  slices(container: C): Iterable<Uint8Array>

  /**
   * The buffer that the container owns and that is its body from the first byte to the last, or undefined. A pager consumes it
   * instead of copying the slices, and calls `clear` afterwards.
   */
  ownedBuffer?(container: C): ArrayBuffer | undefined

  /**
   * A container over `bytes`, without a copy. It owns the buffer when `bytes` spans all of it.
   *
   * @throws TypeError or RangeError when the bytes are not a body
   */
  fromBytes(bytes: Uint8Array, options?: FromBytesOptions): C

  /** Empties the container and keeps its capacity for reuse; forgets, but never detaches, a buffer that it owned. */
  clear(container: C): void
}
