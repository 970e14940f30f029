// A leaf of fixed-width elements in one typed array: the memory of every number type. Each type's own file adds push and get
// for exactly its array, so that those stay monomorphic.

import type { ColumnType } from '../column-type.js'
import { padded, type SliceReader } from '../envelope.js'
import { readOnlyError } from '../row-error.js'
import { Shape } from '../shape.js'

/** The typed arrays that a fixed-width leaf can be kept in. */
export type FixedArray =
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
export interface FixedArrayConstructor<A extends FixedArray> {
  readonly BYTES_PER_ELEMENT: number
  new (length: number): A
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): A
}

/** Bytes of the first allocation of a leaf. */
const FIRST_BYTES = 512

/** How many elements to make room for when `needed` do not fit into `capacity` any more. */
export function grownCapacity(capacity: number, needed: number, elementBytes: number): number {
  return Math.max(needed, 2 * capacity, FIRST_BYTES / elementBytes)
}

/** A leaf whose row `i` is `values[stride * i]` and, for strides above 1, the elements after it. */
export abstract class FixedShape<Row, A extends FixedArray> extends Shape<Row> {
  /** The elements; in a typed column there is slack behind the last row. */
  values: A
  /** Rows that `values` has room for; in a view exactly `length`, so that a push always meets `grow`. */
  capacity = 0
  /** Elements of `values` to a row. */
  readonly stride: number
  readonly #array: FixedArrayConstructor<A>
  #readOnly = false

  constructor(type: ColumnType<Row>, array: FixedArrayConstructor<A>, stride = 1) {
    super(type)
    this.#array = array
    this.stride = stride
    this.values = new array(0)
  }

  /** Makes room for at least one row more, or for `rows` in all. */
  grow(rows = this.length + 1): void {
    if (this.#readOnly) throw readOnlyError()
    const capacity = grownCapacity(this.capacity, rows, this.stride * this.#array.BYTES_PER_ELEMENT)
    const values = new this.#array(capacity * this.stride)
    values.set(this.values as never)
    this.adopt(values)
    this.capacity = capacity
  }

  /** Takes `array` as its memory. Leaves that keep a second view of it override this. */
  protected adopt(array: A): void {
    this.values = array
  }

  override truncate(length: number): void {
    this.length = length
  }

  override slicesByteLength(): number {
    return padded(this.length * this.stride * this.#array.BYTES_PER_ELEMENT)
  }

  override collectSlices(into: Uint8Array[]): void {
    const { buffer, byteOffset } = this.values
    into.push(new Uint8Array(buffer, byteOffset, this.length * this.stride * this.#array.BYTES_PER_ELEMENT))
  }

  override view(reader: SliceReader): void {
    const rows = reader.next(this.stride * this.#array.BYTES_PER_ELEMENT)
    this.adopt(new this.#array(reader.buffer, reader.start, rows * this.stride))
    this.length = rows
    this.capacity = rows
    this.#readOnly = true
  }

  override reset(keep: boolean): void {
    this.length = 0
    if (keep && !this.#readOnly) return
    this.adopt(new this.#array(0))
    this.capacity = 0
    this.#readOnly = false
  }

  override get reservedBytes(): number {
    return this.#readOnly ? 0 : this.values.byteLength
  }
}
