// A column: rows of one type, kept as typed arrays whose bytes are the serialised form. `new Column(type)` grows; `fromBytes` views
// bytes that already are a column. It does no I/O, compresses nothing, and never changes or detaches memory that it views.

import type { AnyColumnType, RowOf } from './column-type.js'
import type { FromBytesOptions } from './container-bytes.js'
import { requireLittleEndian } from './envelope.js'
import { Shape } from './shape.js'

/** `typed`: growable, its own memory. `bytes`: a view of foreign memory. `aligned`: a view of a whole buffer, which it owns. */
export type ColumnForm = 'typed' | 'bytes' | 'aligned'

/** A column with rows of type `Row`. */
export interface ColumnOf<Row> extends Iterable<Row> {
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
  fromBytes<T extends AnyColumnType>(type: T, bytes: Uint8Array, options?: FromBytesOptions): Column<T>
}

/** Rows of one type, kept as typed arrays. An instance is made by its type: `new Column(u64)`, `Column.fromBytes(u64, bytes)`. */
export const Column: ColumnConstructor = class {
  constructor(type: AnyColumnType) {
    requireLittleEndian()
    // biome-ignore lint/correctness/noConstructorReturn: a column is an instance of its shape's class (see shape.ts)
    return type.create()
  }

  static fromBytes(type: AnyColumnType, bytes: Uint8Array, options?: FromBytesOptions): Column<AnyColumnType> {
    requireLittleEndian()
    if (!(bytes instanceof Uint8Array)) throw new TypeError('a column is read from a Uint8Array')
    const column = type.create()
    column.become(bytes, options?.trusted === true)
    return column
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Shape
  }
} as unknown as ColumnConstructor
