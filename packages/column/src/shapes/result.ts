// Rows that are either `{ ok }` or `{ err }`: ranked bits (one is ok), then the slices of the oks, then those of the errs, each only its
// own rows.

import type { AnyColumnType, ColumnType, RowOf } from '../column-type.js'
import type { SliceSink } from '../envelope.js'
import type { LeafReader } from '../leaf-array.js'
import { indexError, inField, rowError } from '../row-error.js'
import { Shape, shapeOf } from '../shape.js'
import { RankedBits } from './ranked-bits.js'

/** The row of a result: told apart by which of the two it has. */
export type ResultRow<Ok, Err> = { ok: Ok; err?: never } | { err: Err; ok?: never }

class ResultShape<Ok, Err> extends Shape<ResultRow<Ok, Err>> {
  readonly #isOk = new RankedBits()
  readonly #oks: Shape<Ok>
  readonly #errs: Shape<Err>

  constructor(type: ColumnType<ResultRow<Ok, Err>>, ok: ColumnType<Ok>, err: ColumnType<Err>) {
    super(type)
    this.#oks = shapeOf(ok)
    this.#errs = shapeOf(err)
  }

  override push(row: ResultRow<Ok, Err>): void {
    const isOk = typeof row === 'object' && row !== null && 'ok' in row
    if (isOk === (typeof row === 'object' && row !== null && 'err' in row)) throw rowError('{ ok } or { err }', row)
    try {
      if (isOk) this.#oks.push((row as { ok: Ok }).ok)
      else this.#errs.push((row as { err: Err }).err)
    } catch (error) {
      throw inField(error, isOk ? '.ok' : '.err')
    }
    try {
      this.#isOk.push(isOk)
    } catch (error) {
      if (isOk) this.#oks.truncate(this.#isOk.ones)
      else this.#errs.truncate(this.length - this.#isOk.ones)
      throw error
    }
    this.length++
  }

  override get(index: number): ResultRow<Ok, Err> {
    if (!(index >= 0 && index < this.length && Number.isInteger(index))) throw indexError(index, this.length)
    const rank = this.#isOk.rank(index)
    return this.#isOk.at(index) ? { ok: this.#oks.get(rank) } : { err: this.#errs.get(index - rank) }
  }

  override compare(index: number, other: this, otherIndex: number): number {
    const isOk = this.#isOk.at(index)
    if (isOk !== other.#isOk.at(otherIndex)) return isOk ? -1 : 1
    const rank = this.#isOk.rank(index)
    const otherRank = other.#isOk.rank(otherIndex)
    if (isOk) return this.#oks.compare(rank, other.#oks, otherRank)
    return this.#errs.compare(index - rank, other.#errs, otherIndex - otherRank)
  }

  override append(source: this, start: number, end: number): void {
    const from = source.#isOk.rank(start)
    const to = source.#isOk.rank(end)
    this.#oks.append(source.#oks, from, to)
    this.#errs.append(source.#errs, start - from, end - to)
    this.#isOk.append(source.#isOk, start, end)
    this.length = this.#isOk.length
  }

  override truncate(length: number): void {
    this.#isOk.truncate(length)
    this.#oks.truncate(this.#isOk.ones)
    this.#errs.truncate(length - this.#isOk.ones)
    this.length = length
  }

  override slicesByteLength(): number {
    return this.#isOk.byteLength + this.#oks.slicesByteLength() + this.#errs.slicesByteLength()
  }

  override collectSlices(into: SliceSink): void {
    this.#isOk.collectSlices(into)
    this.#oks.collectSlices(into)
    this.#errs.collectSlices(into)
  }

  override view(reader: LeafReader): void {
    this.#isOk.view(reader)
    this.#oks.view(reader)
    this.#errs.view(reader)
    const { length, ones } = this.#isOk
    if (this.#oks.length !== ones || this.#errs.length !== length - ones)
      reader.fail(`ends ${this.#oks.length} oks and ${this.#errs.length} errs, but ${ones} of ${length} bits are set`)
    this.length = length
  }

  override reset(keep: boolean): void {
    this.#isOk.reset(keep)
    this.#oks.reset(keep)
    this.#errs.reset(keep)
    this.length = 0
  }

  override get reservedBytes(): number {
    return this.#isOk.reservedBytes + this.#oks.reservedBytes + this.#errs.reservedBytes
  }
}

/** Rows `{ ok }` of one type or `{ err }` of another. */
export function result<T extends AnyColumnType, E extends AnyColumnType>(
  ok: T,
  err: E,
): ColumnType<ResultRow<RowOf<T>, RowOf<E>>> {
  const type: ColumnType<ResultRow<RowOf<T>, RowOf<E>>> = {
    name: `result(${ok.name}, ${err.name})`,
    kind: 'result',
    parts: [
      { name: 'ok', type: ok },
      { name: 'err', type: err },
    ],
    leaves: [BigUint64Array, BigUint64Array, BigUint64Array, ...ok.leaves, ...err.leaves],
    nullable: false,
    create: () => new ResultShape(type, ok as ColumnType<RowOf<T>>, err as ColumnType<RowOf<E>>),
  }
  return type
}
