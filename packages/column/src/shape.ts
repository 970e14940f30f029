// What every column is made of. A column is an instance of its shape's class, composites hold one child of each part, and a child
// is a whole column itself. The hot verbs (push, get, compare) are written out in each shape and never here: a call site that
// sees one type then runs that type's own code, inlined, however many other types the program uses.

import type { ColumnForm, ColumnOf, ColumnRange, ColumnReadOptions } from './column.js'
import type { ColumnType } from './column-type.js'
import { BodyWriter, piecesOf, requireRoom, SliceReader, type SliceSink } from './envelope.js'
import { GivenLeaves } from './given-leaves.js'
import type { LeafArray, LeafReader } from './leaf-array.js'
import { MERGE_STEP, Merge } from './merge.js'
import { type Prefixes, unsignedPrefixes } from './prefixes.js'
import { indexError, notSummable, readOnlyError } from './row-error.js'
import { RowIterator } from './row-iterator.js'
import { Selection } from './selection.js'
import { sortPermutation } from './sort-permutation.js'

/** Memory that `clear()` keeps for the next rows: twice the usual column, the most that doubling makes of it. */
const KEPT_BYTES = 4 * 1024 * 1024

/** The size of a column that `isFull` has in mind, and the share of it that is full: what is cut there rarely grows past it. */
const TARGET_BYTES = 2 * 1024 * 1024
const FULL_SHARE = 0.9

/** The base of all shapes: forms, bytes and memory, in terms of what a shape says about its own slices. */
export abstract class Shape<Row> implements ColumnOf<Row> {
  // Only declared: V8 defines a class's fields several times as slowly as it assigns them, once it has seen many subclasses.
  declare readonly type: ColumnType<Row>
  declare length: number
  declare form: ColumnForm
  /** The whole body, when this column is a view of one. */
  #body: Uint8Array | undefined

  constructor(type: ColumnType<Row>) {
    this.type = type
    this.length = 0
    this.form = 'typed'
  }

  /** Appends a row, or throws TypeError or RangeError and changes nothing. */
  abstract push(row: Row): void
  /** The row at `index`, the caller's own. */
  abstract get(index: number): Row
  /** Forgets the rows from `length` on. */
  abstract truncate(length: number): void
  /** Bytes of this shape's slices, each rounded up to eight. */
  abstract slicesByteLength(): number
  /** Adds an exact view of each slice, in order. */
  abstract collectSlices(into: SliceSink): void
  /** Becomes a view of the reader's next leaves. Checks them unless the reader is trusted. */
  abstract view(reader: LeafReader): void
  abstract compare(index: number, other: ColumnOf<Row>, otherIndex: number): number
  /** Appends rows `start` to `end` of `source`, which exist; it is of this shape and another column. */
  abstract append(source: this, start: number, end: number): void
  /** Becomes empty and growable. Memory of its own is kept if `keep`; memory that it viewed is forgotten. */
  abstract reset(keep: boolean): void
  /** Bytes of memory of its own, in use or not. */
  abstract get reservedBytes(): number

  /** Appends the rows `rows` of `source`, as `append` does. */
  gatherRows(source: this, rows: Uint32Array): void {
    for (let k = 0; k < rows.length; k++) this.append(source, rows[k]!, rows[k]! + 1)
  }

  /** Appends the selected rows of `sources`, as `append` does. */
  interleaveRows(sources: readonly this[], { sourceOf, rows }: Selection): void {
    for (let k = 0; k < rows.length; k++) this.append(sources[sourceOf[k]!]!, rows[k]!, rows[k]! + 1)
  }

  /** Appends the rows of a step of a merge of `left` and `right`, as `append` does. */
  mergeRows(left: this, right: this, merge: Merge): void {
    for (const row of merge.order) {
      const isRight = row >= MERGE_STEP
      const from = isRight ? merge.right.start + row - MERGE_STEP : merge.left.start + row
      this.append(isRight ? right : left, from, from + 1)
    }
  }

  /** The columns whose orders, one after another, are the order of this one's rows. */
  orderedParts(): Shape<unknown>[] {
    return [this as Shape<unknown>]
  }

  /** The prefixes of rows `start` to `end`; only for reading. A shape that has none of its own leaves all to `compare`. */
  prefixes(start: number, end: number): Prefixes {
    return unsignedPrefixes(new Uint32Array(2 * (end - start)), false)
  }

  get byteLength(): number {
    return this.#body?.byteLength ?? 8 * (this.type.leaves.length + 1) + this.slicesByteLength()
  }

  get ownedBuffer(): ArrayBuffer | undefined {
    return this.form === 'aligned' ? (this.#body!.buffer as ArrayBuffer) : undefined
  }

  leaves(): LeafArray[] {
    return this.#ownSlices().map((slice, k) => {
      const kind = this.type.leaves[k]!
      return new kind(slice.buffer, slice.byteOffset, slice.byteLength / kind.BYTES_PER_ELEMENT)
    })
  }

  slices(): Uint8Array[] {
    return this.#body === undefined ? piecesOf(this.#ownSlices()) : [this.#body]
  }

  writeInto(target: Uint8Array): number {
    const body = this.#body
    const byteLength = this.byteLength
    requireRoom(byteLength, target)
    if (body !== undefined) target.set(body)
    else this.collectSlices(new BodyWriter(target, this.type.leaves.length))
    return byteLength
  }

  clear(): void {
    const keep = this.reservedBytes <= KEPT_BYTES
    this.#body = undefined
    this.form = 'typed'
    this.reset(keep)
  }

  [Symbol.iterator](): IterableIterator<Row> {
    return new RowIterator(this)
  }

  /** Makes this new, empty column a view of `bytes`. */
  become(bytes: Uint8Array, options: ColumnReadOptions): void {
    const body = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes)
    const { buffer } = body
    const owns = buffer instanceof ArrayBuffer && buffer.byteLength === body.byteLength
    this.view(new SliceReader(body, this.type.leaves, options))
    this.#body = owns ? new Uint8Array(buffer) : body
    this.form = owns ? 'aligned' : 'bytes'
  }

  appendRange(source: ColumnOf<Row>, start = 0, end = source.length): void {
    const rows = this.#sourceOf(source)
    requireRange({ column: source, start, end })
    const { length } = this
    try {
      this.append(rows, start, end)
    } catch (error) {
      this.#undo(length, error)
    }
  }

  gather(source: ColumnOf<Row>, indices: ArrayLike<number>): void {
    const from = this.#sourceOf(source)
    const rows = toIndices(indices)
    for (let k = 0; k < rows.length; k++) if (rows[k]! >= from.length) throw indexError(rows[k]!, from.length)
    const { length } = this
    try {
      this.gatherRows(from, rows)
    } catch (error) {
      this.#undo(length, error)
    }
  }

  interleave(sources: readonly ColumnOf<Row>[], sourceOf: ArrayLike<number>, indices: ArrayLike<number>): void {
    const from = sources.map(source => this.#sourceOf(source))
    const lengths = from.map(source => source.length)
    const selection = new Selection(toIndices(sourceOf), toIndices(indices), lengths)
    const { length } = this
    try {
      this.interleaveRows(from, selection)
    } catch (error) {
      this.#undo(length, error)
    }
  }

  appendMerged(left: ColumnRange<Row>, right: ColumnRange<Row>): void {
    const a = this.#sourceOf(left.column)
    const b = this.#sourceOf(right.column)
    requireRange(left)
    requireRange(right)
    const merge = new Merge(a, left.start, left.end, b, right.start, right.end)
    const { length } = this
    try {
      while (merge.step()) this.mergeRows(a, b, merge)
    } catch (error) {
      this.#undo(length, error)
    }
    left.start = merge.left.start
    right.start = merge.right.start
  }

  pushLeaf(...leaves: LeafArray[]): void {
    const rows = shapeOf(this.type)
    rows.becomeLeaves(leaves)
    this.appendRange(rows)
  }

  sortPermutation(): Uint32Array {
    return sortPermutation(this)
  }

  consolidate(): Shape<Row> {
    throw notSummable(this.type)
  }

  split(at: number): [Shape<Row>, Shape<Row>] {
    const head = shapeOf(this.type)
    const tail = shapeOf(this.type)
    head.appendRange(this, 0, at)
    tail.appendRange(this, at)
    return [head, tail]
  }

  isFull(targetBytes = TARGET_BYTES): boolean {
    return this.byteLength >= FULL_SHARE * targetBytes
  }

  /** Makes this new, empty column a view of `leaves`. */
  becomeLeaves(leaves: readonly LeafArray[]): void {
    this.view(new GivenLeaves(leaves, this.type))
    this.form = 'bytes'
  }

  /** The slices of this column alone, whatever it is a part of. */
  #ownSlices(): Uint8Array[] {
    const slices: Uint8Array[] = []
    this.collectSlices(slices)
    return slices
  }

  /** Forgets what a verb appended behind `length` rows before it failed, in some fields and not in others. */
  #undo(length: number, error: unknown): never {
    this.truncate(length)
    throw error
  }

  /** `source` as a column that rows can be appended from. */
  #sourceOf(source: ColumnOf<Row>): this {
    if (this.form !== 'typed') throw readOnlyError()
    if (source === this) throw new TypeError('a column cannot be appended to itself')
    if (!(source instanceof Shape) || (source.type !== this.type && source.type.name !== this.type.name))
      throw new TypeError(
        `the rows of a ${source instanceof Shape ? source.type.name : typeof source} are not of type ${this.type.name}`,
      )
    return source as this
  }
}

function requireRange<Row>({ column, start, end }: ColumnRange<Row>): void {
  if (!(start >= 0 && start <= end && end <= column.length) || !Number.isInteger(start) || !Number.isInteger(end))
    throw new RangeError(`rows ${start} to ${end} are outside a column of ${column.length} rows`)
}

/** A new, empty column as what it is made of. */
export function shapeOf<Row>(type: ColumnType<Row>): Shape<Row> {
  return type.create() as Shape<Row>
}

/** Row numbers as the inner loops want them. */
function toIndices(indices: ArrayLike<number>): Uint32Array {
  if (indices instanceof Uint32Array) return indices
  const rows = Uint32Array.from(indices)
  for (let k = 0; k < rows.length; k++)
    if (rows[k] !== indices[k]) throw new RangeError(`there is no row ${indices[k]}`)
  return rows
}
