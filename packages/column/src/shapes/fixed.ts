// A leaf of fixed-width elements in one typed array: the memory of every number type. Each type's own file adds push, get and
// compare for exactly its array, so that those stay monomorphic.

import type { ColumnType } from '../column-type.js'
import { padded, type SliceSink } from '../envelope.js'
import { type LeafArray, type LeafArrayConstructor, type LeafReader, leafArrays } from '../leaf-array.js'
import { MERGE_STEP, type Merge } from '../merge.js'
import { readOnlyError } from '../row-error.js'
import type { Selection } from '../selection.js'
import { Shape } from '../shape.js'
import { type Kernel, kernelOf, rawView } from './kernels.js'

/** Bytes of the first allocation of a leaf. */
const FIRST_BYTES = 512

/** What leaves have before their first row, one for all of a kind: a column that becomes a view soon needs none. */
const emptyArrays: ReadonlyMap<LeafArrayConstructor<LeafArray>, LeafArray> = new Map(
  leafArrays.map(array => [array, new array(0)]),
)

/** How many elements to make room for when `needed` do not fit into `capacity` any more. */
export function grownCapacity(capacity: number, needed: number, elementBytes: number): number {
  return Math.max(needed, 2 * capacity, FIRST_BYTES / elementBytes)
}

/** A leaf whose row `i` is `values[stride * i]` and, for strides above 1, the elements after it. */
export abstract class FixedShape<Row, A extends LeafArray> extends Shape<Row> {
  /** The elements; in a typed column there is slack behind the last row. */
  values: A
  /** Rows that `values` has room for; in a view exactly `length`, so that a push always meets `grow`. */
  capacity = 0
  readonly #array: LeafArrayConstructor<A>
  readonly #stride: number
  /** Bytes to a row. */
  readonly #width: number
  readonly #kernel: Kernel
  /** The same memory as `values`, in the kernel's array; made when it is first needed. */
  #raw: LeafArray | undefined
  /** The rows as bytes, as they were last asked for: a column that is filled again often has as many, and a view costs 50 ns. */
  #slice: Uint8Array | undefined
  #readOnly = false

  constructor(type: ColumnType<Row>, array: LeafArrayConstructor<A>, stride = 1) {
    super(type)
    this.#array = array
    this.#stride = stride
    this.#width = stride * array.BYTES_PER_ELEMENT
    this.#kernel = kernelOf(this.#width)
    this.values = emptyArrays.get(array) as A
  }

  /** Makes room for at least one row more, or for `rows` in all. */
  grow(rows = this.length + 1): void {
    if (this.#readOnly) throw readOnlyError()
    if (rows <= this.capacity) return
    const capacity = grownCapacity(this.capacity, rows, this.#width)
    const values = new this.#array(capacity * this.#stride)
    values.set(this.values as never)
    this.#adopt(values, capacity)
  }

  #adopt(values: A, capacity: number): void {
    this.values = values
    this.capacity = capacity
    this.#raw = undefined
    this.#slice = undefined
  }

  #rawValues(): LeafArray {
    this.#raw ??= rawView(this.values, this.#width)
    return this.#raw
  }

  override append(source: this, start: number, end: number): void {
    const length = this.length + end - start
    if (length > this.capacity) this.grow(length)
    this.#kernel.copy(this.#rawValues(), this.length, source.#rawValues(), start, end - start)
    this.length = length
  }

  override gatherRows(source: this, rows: Uint32Array): void {
    const length = this.length + rows.length
    if (length > this.capacity) this.grow(length)
    this.#kernel.gather(this.#rawValues(), this.length, source.#rawValues(), rows)
    this.length = length
  }

  override interleaveRows(sources: readonly this[], selection: Selection): void {
    const length = this.length + selection.length
    if (length > this.capacity) this.grow(length)
    for (const [k, source] of sources.entries()) {
      const { rows, places } = selection.share(k)
      this.#kernel.scatter(this.#rawValues(), this.length, source.#rawValues(), rows, places)
    }
    this.length = length
  }

  override mergeRows(left: this, right: this, merge: Merge): void {
    const { order } = merge
    const length = this.length + order.length
    if (length > this.capacity) this.grow(length)
    const scratch = merge.scratch(this.#width, rows => rawView(new Uint8Array(rows * this.#width), this.#width))
    this.#kernel.copy(scratch, 0, left.#rawValues(), merge.left.start, merge.left.used)
    this.#kernel.copy(scratch, MERGE_STEP, right.#rawValues(), merge.right.start, merge.right.used)
    this.#kernel.gather(this.#rawValues(), this.length, scratch, order)
    this.length = length
  }

  override truncate(length: number): void {
    this.length = length
  }

  override slicesByteLength(): number {
    return padded(this.length * this.#width)
  }

  override collectSlices(into: SliceSink): void {
    const byteLength = this.length * this.#width
    if (this.#slice?.byteLength !== byteLength) this.#slice = this.#rowBytes(byteLength)
    into.push(this.#slice)
  }

  #rowBytes(byteLength: number): Uint8Array {
    // Nobody gets at memory that all empty leaves share: whoever transferred it would detach it for all of them.
    if (byteLength === 0) return new Uint8Array(0)
    return new Uint8Array(this.values.buffer, this.values.byteOffset, byteLength)
  }

  override view(reader: LeafReader): void {
    const leaf = reader.next()
    const rows = leaf.byteLength / this.#width
    if (!Number.isInteger(rows)) reader.fail(`has ${leaf.byteLength} bytes, not a multiple of ${this.#width}-byte rows`)
    const isOurs = leaf.constructor === this.#array
    this.#adopt(isOurs ? (leaf as A) : new this.#array(leaf.buffer, leaf.byteOffset, rows * this.#stride), rows)
    this.length = rows
    this.#readOnly = true
  }

  override reset(keep: boolean): void {
    this.length = 0
    if (keep && !this.#readOnly) return
    this.#adopt(emptyArrays.get(this.#array) as A, 0)
    this.#readOnly = false
  }

  override get reservedBytes(): number {
    return this.#readOnly ? 0 : this.values.byteLength
  }
}
