// What every column is made of. A column is an instance of its shape's class, composites hold one child of each part, and a child
// is a whole column itself. The hot verbs (push, get, compare) are written out in each shape and never here: a call site that
// sees one type then runs that type's own code, inlined, however many other types the program uses.

import type { ColumnForm, ColumnOf } from './column.js'
import type { ColumnType } from './column-type.js'
import { piecesOf, SliceReader, writeBody } from './envelope.js'

/** Memory that `clear()` keeps for the next rows: twice the usual column, the most that doubling makes of it. */
const KEPT_BYTES = 4 * 1024 * 1024

/** The base of all shapes: forms, bytes and memory, in terms of what a shape says about its own slices. */
export abstract class Shape<Row> implements ColumnOf<Row> {
  readonly type: ColumnType<Row>
  length = 0
  form: ColumnForm = 'typed'
  /** The whole body, when this column is a view of one. */
  #body: Uint8Array | undefined

  constructor(type: ColumnType<Row>) {
    this.type = type
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
  abstract collectSlices(into: Uint8Array[]): void
  /** Becomes a view of the reader's next slices. Checks them unless the reader is trusted. */
  abstract view(reader: SliceReader): void
  /** Becomes empty and growable. Memory of its own is kept if `keep`; memory that it viewed is forgotten. */
  abstract reset(keep: boolean): void
  /** Bytes of memory of its own, in use or not. */
  abstract get reservedBytes(): number

  get byteLength(): number {
    return this.#body?.byteLength ?? 8 * (this.type.sliceCount + 1) + this.slicesByteLength()
  }

  get ownedBuffer(): ArrayBuffer | undefined {
    return this.form === 'aligned' ? (this.#body!.buffer as ArrayBuffer) : undefined
  }

  slices(): Uint8Array[] {
    return this.#body === undefined ? piecesOf(this.#ownSlices()) : [this.#body]
  }

  writeInto(target: Uint8Array): number {
    const { byteLength } = this
    if (target.byteLength < byteLength)
      throw new RangeError(`the target has ${target.byteLength} bytes, the column needs ${byteLength}`)
    if (this.#body === undefined) return writeBody(this.#ownSlices(), target)
    target.set(this.#body)
    return byteLength
  }

  clear(): void {
    const keep = this.reservedBytes <= KEPT_BYTES
    this.#body = undefined
    this.form = 'typed'
    this.reset(keep)
  }

  *[Symbol.iterator](): IterableIterator<Row> {
    for (let i = 0; i < this.length; i++) yield this.get(i)
  }

  /** Makes this new, empty column a view of `bytes`. */
  become(bytes: Uint8Array, trusted: boolean): void {
    const body = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes)
    const { buffer } = body
    const owns = buffer instanceof ArrayBuffer && buffer.byteLength === body.byteLength
    this.view(new SliceReader(body, this.type.sliceCount, trusted))
    this.#body = owns ? new Uint8Array(buffer) : body
    this.form = owns ? 'aligned' : 'bytes'
  }

  #ownSlices(): Uint8Array[] {
    const slices: Uint8Array[] = []
    this.collectSlices(slices)
    return slices
  }
}
