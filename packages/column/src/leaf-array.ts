// The arrays that leaves are kept in, and where a shape that becomes a view gets them from: the slices of a body, or arrays that a
// program hands over. It names things; it does nothing.

/** The typed arrays that a leaf can be. */
export type LeafArray =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Float32Array
  | Float64Array

/** Their constructors, as far as leaves use them. */
export interface LeafArrayConstructor<A extends LeafArray> {
  readonly name: string
  readonly BYTES_PER_ELEMENT: number
  new (length: number): A
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): A
}

/** All of them. */
export const leafArrays: readonly LeafArrayConstructor<LeafArray>[] = [
  Uint8Array,
  Uint16Array,
  Uint32Array,
  BigUint64Array,
  Int8Array,
  Int16Array,
  Int32Array,
  BigInt64Array,
  Float32Array,
  Float64Array,
]

/** The leaves of a column one after another. */
export interface LeafReader {
  /** Contents were checked before and need not be again. */
  readonly trusted: boolean
  /** The bytes of strings are to be checked, although they are values. */
  readonly checksUtf8: boolean
  /** The leaves may be a column's own, which goes on growing: what it writes over is to be copied. */
  readonly isLive: boolean
  /** A view of the next leaf, of the kind that the type says. */
  next(): LeafArray
  /** Throws about the leaf that `next` gave last. */
  fail(problem: string): never
}
