// Rows that may be absent: ranked bits (one is present), then the slices of the rows that are, only those. An absent row is `null`. Where
// the inner type has `null` rows itself, a present row is `{ some }`, so that nothing is lost.

import type { AnyColumnType, ColumnType, RowOf } from '../column-type.js'
import type { SliceSink } from '../envelope.js'
import type { LeafReader } from '../leaf-array.js'
import { indexError, inField, rowError } from '../row-error.js'
import { Shape, shapeOf } from '../shape.js'
import { RankedBits } from './ranked-bits.js'

/** The row of an option of rows `Row`. */
export type OptionRow<Row> = null extends Row ? { some: Row } | null : Row | null

class OptionShape extends Shape<unknown> {
  readonly #present = new RankedBits()
  readonly #somes: Shape<unknown>
  /** Present rows are wrapped as `{ some }`. */
  readonly #wraps: boolean

  constructor(type: ColumnType<unknown>, inner: AnyColumnType) {
    super(type)
    this.#somes = shapeOf(inner)
    this.#wraps = inner.nullable
  }

  override push(row: unknown): void {
    const present = row !== null
    if (present && this.#wraps) this.#pushWrapped(row)
    else if (present) this.#somes.push(row)
    try {
      this.#present.push(present)
    } catch (error) {
      if (present) this.#somes.truncate(this.#present.ones)
      throw error
    }
    this.length++
  }

  #pushWrapped(row: unknown): void {
    if (typeof row !== 'object' || row === null || !('some' in row)) throw rowError('null or { some }', row)
    try {
      this.#somes.push(row.some)
    } catch (error) {
      throw inField(error, '.some')
    }
  }

  override get(index: number): unknown {
    if (!(index >= 0 && index < this.length && Number.isInteger(index))) throw indexError(index, this.length)
    if (!this.#present.at(index)) return null
    const some = this.#somes.get(this.#present.rank(index))
    return this.#wraps ? { some } : some
  }

  override compare(index: number, other: this, otherIndex: number): number {
    const present = this.#present.at(index)
    const otherPresent = other.#present.at(otherIndex)
    if (!present || !otherPresent) return Number(present) - Number(otherPresent)
    return this.#somes.compare(this.#present.rank(index), other.#somes, other.#present.rank(otherIndex))
  }

  override append(source: this, start: number, end: number): void {
    this.#somes.append(source.#somes, source.#present.rank(start), source.#present.rank(end))
    this.#present.append(source.#present, start, end)
    this.length = this.#present.length
  }

  override truncate(length: number): void {
    this.#present.truncate(length)
    this.#somes.truncate(this.#present.ones)
    this.length = length
  }

  override slicesByteLength(): number {
    return this.#present.byteLength + this.#somes.slicesByteLength()
  }

  override collectSlices(into: SliceSink): void {
    this.#present.collectSlices(into)
    this.#somes.collectSlices(into)
  }

  override view(reader: LeafReader): void {
    this.#present.view(reader)
    this.#somes.view(reader)
    if (this.#somes.length !== this.#present.ones)
      reader.fail(`ends an option's ${this.#somes.length} present rows, but ${this.#present.ones} bits are set`)
    this.length = this.#present.length
  }

  override reset(keep: boolean): void {
    this.#present.reset(keep)
    this.#somes.reset(keep)
    this.length = 0
  }

  override get reservedBytes(): number {
    return this.#present.reservedBytes + this.#somes.reservedBytes
  }
}

/** Rows of `inner`, or `null`. An option of a type that has `null` rows itself has rows `{ some }` or `null`. */
export function option<T extends AnyColumnType>(inner: T): ColumnType<OptionRow<RowOf<T>>> {
  const type: ColumnType<unknown> = {
    name: `option(${inner.name})`,
    kind: 'option',
    parts: [{ name: 'some', type: inner }],
    leaves: [BigUint64Array, BigUint64Array, BigUint64Array, ...inner.leaves],
    nullable: true,
    create: () => new OptionShape(type, inner),
  }
  return type as ColumnType<OptionRow<RowOf<T>>>
}
