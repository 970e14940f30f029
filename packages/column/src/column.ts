// A column: rows of one type, kept as typed arrays whose bytes are the serialised form. `new Column(type)` grows; `fromBytes` views
// bytes that already are a column. It does no I/O, compresses nothing, and never changes or detaches memory that it views.

import type { AnyColumnType, ColumnType, RowOf } from './column-type.js'
import type { FromBytesOptions } from './container-bytes.js'
import { requireLittleEndian } from './envelope.js'
import type { LeafArray } from './leaf-array.js'
import { Shape, shapeOf } from './shape.js'

/** `typed`: growable, its own memory. `bytes`: a view of foreign memory. `aligned`: a view of a whole buffer, which it owns. */
export type ColumnForm = 'typed' | 'bytes' | 'aligned'

/** How far to trust bytes that a column is read from. */
export interface ColumnReadOptions extends FromBytesOptions {
  /** Also check that strings are UTF-8, which reads all of their bytes; else broken ones read as replacement characters. */
  readonly validateUtf8?: boolean
}

/** Rows `start` to `end` of a column. */
export interface ColumnRange<Row> {
  readonly column: ColumnOf<Row>
  start: number
  readonly end: number
}

/** A column with rows of type `Row`. */
export interface ColumnOf<Row> extends Iterable<Row> {
  readonly type: ColumnType<Row>
  readonly length: number
  readonly form: ColumnForm
  /** Exact size of the body in bytes; takes time in the number of slices, and encodes nothing. */
  readonly byteLength: number
  /** Bytes of memory of its own, growth slack included; 0 for a view. */
  readonly reservedBytes: number
  /** The buffer that is the body from first byte to last, in form `aligned`. */
  readonly ownedBuffer: ArrayBuffer | undefined

  /**
   * Appends a row. A row that does not fit leaves the column as it was.
   *
   * @throws TypeError for a value of the wrong kind, or when the column is a view of bytes, which is read-only
   * @throws RangeError for a value of the right kind that the type cannot hold
   */
  push(row: Row): void

  /**
   * The row at `index`, made anew: the caller's own.
   *
   * @throws RangeError when there is no such row
   */
  get(index: number): Row

  /** Views of the body's pieces in order, without copies; valid until the column changes. */
  slices(): Uint8Array[]

  /**
   * Encodes the column at the start of `target` in one pass and returns `byteLength`.
   *
   * @throws RangeError when `target` is too small; nothing is written then
   */
  writeInto(target: Uint8Array): number

  /**
   * The order of row `index` and row `otherIndex` of `other`, a column of the same type: below 0, 0 or above 0. Numbers by value (-0
   * before 0, NaN last), strings and bytes by their bytes, lists and fields one after another, `null` first, ok before err,
   * variants as they are declared. Rows that do not exist give some number: this is for inner loops.
   */
  compare(index: number, other: ColumnOf<Row>, otherIndex: number): number

  /**
   * Appends rows `start` to `end` of `source`, another column of the same type. All of them or, when it throws, none.
   *
   * @throws RangeError for rows that do not exist, or more than the type can have; TypeError when this column is a view, or `source` itself or of another type
   */
  appendRange(source: ColumnOf<Row>, start?: number, end?: number): void

  /** Appends the rows `indices` of `source`, in that order. Throws as `appendRange` does. */
  gather(source: ColumnOf<Row>, indices: ArrayLike<number>): void

  /** Appends, for every k, row `indices[k]` of `sources[sourceOf[k]]`: what a merge has decided. Throws as `appendRange` does. */
  interleave(sources: readonly ColumnOf<Row>[], sourceOf: ArrayLike<number>, indices: ArrayLike<number>): void

  /**
   * Appends the rows of two sorted ranges in order, equal ones from `left` first, until one range is used up, and moves both `start`s
   * to where it got. What is left of the other is for a next call, with the column that follows the one that was used up, or for
   * `appendRange` if none does. Throws as `appendRange` does.
   */
  appendMerged(left: ColumnRange<Row>, right: ColumnRange<Row>): void

  /** The numbers of the rows in ascending order; equal rows stay in theirs. */
  sortPermutation(): Uint32Array

  /**
   * A new, sorted column in which rows that are equal in all fields but the last are one, with the sum of their last fields. Rows with
   * the sum 0 are left out. Rows that are sorted already are not sorted again.
   *
   * @throws TypeError unless the rows are tuples or structs with an integer at the end; RangeError when a sum does not fit its type
   */
  consolidate(): ColumnOf<Row>

  /** The rows before `at` and those from it on, as two new columns. Throws RangeError when there are not so many rows. */
  split(at: number): [ColumnOf<Row>, ColumnOf<Row>]

  /** Whether the body has reached 90 % of `targetBytes`, 2 MiB unless told. Once full, a column stays full as rows are added. */
  isFull(targetBytes?: number): boolean

  /**
   * The typed array of each leaf, in the order of the slices, without a copy, in every form: exactly the rows, valid until the column
   * changes. Bounds, counts and words of bits are BigUint64Array. Only for reading.
   */
  leaves(): LeafArray[]

  /**
   * Appends rows given as leaves: one typed array for each that `leaves()` has, of the same kind.
   *
   * @throws TypeError for the wrong kind or number of arrays; RangeError when together they are not rows of this type
   */
  pushLeaf(...leaves: LeafArray[]): void

  /** Back to an empty typed column. Keeps up to 4 MiB of capacity; forgets, but never detaches, a buffer that it owned. */
  clear(): void
}

/** A column of the type `T`: `Column<typeof Update>`. */
export type Column<T extends AnyColumnType> = ColumnOf<RowOf<T>>

/** What `Column` is as a value. */
export interface ColumnConstructor {
  /** An empty, growable column. */
  new <T extends AnyColumnType>(type: T): Column<T>

  /**
   * A read-only column over `bytes`, without a copy: in form `aligned`, owning the buffer, when `bytes` spans all of it, else in
   * form `bytes`. Bytes that do not start at a multiple of 8 in their buffer are copied once. Checks everything that reading
   * relies on, in time linear in the offsets and bounds; with `trusted`, only the table of slices.
   *
   * @throws ColumnFormatError when the bytes are not a column of this type
   */
  fromBytes<T extends AnyColumnType>(type: T, bytes: Uint8Array, options?: ColumnReadOptions): Column<T>

  /**
   * A read-only column over typed arrays, one for each leaf that `leaves()` has, of the same kind; without a copy. It is in form
   * `bytes`, although its body is in pieces: arrays that other programs made, such as Arrow's, are paged out as they are.
   *
   * @throws TypeError for the wrong kind or number of arrays; RangeError when together they are not rows of this type
   */
  fromLeaves<T extends AnyColumnType>(type: T, ...leaves: LeafArray[]): Column<T>
}

/** Rows of one type, kept as typed arrays. An instance is made by its type: `new Column(u64)`, `Column.fromBytes(u64, bytes)`. */
export const Column: ColumnConstructor = class {
  constructor(type: AnyColumnType) {
    requireLittleEndian()
    // biome-ignore lint/correctness/noConstructorReturn: a column is an instance of its shape's class (see shape.ts)
    return type.create()
  }

  static fromBytes(type: AnyColumnType, bytes: Uint8Array, options: ColumnReadOptions = {}): Column<AnyColumnType> {
    requireLittleEndian()
    if (!(bytes instanceof Uint8Array)) throw new TypeError('a column is read from a Uint8Array')
    const column = shapeOf(type)
    column.become(bytes, options)
    return column
  }

  static fromLeaves(type: AnyColumnType, ...leaves: LeafArray[]): Column<AnyColumnType> {
    requireLittleEndian()
    const column = shapeOf(type)
    column.becomeLeaves(leaves)
    return column
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Shape
  }
} as unknown as ColumnConstructor
