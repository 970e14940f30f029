// Rows that carry nothing but their number: one slice of one 64-bit word, the count.

import type { ColumnType } from '../column-type.js'
import type { SliceSink } from '../envelope.js'
import type { LeafReader } from '../leaf-array.js'
import { keyPrefixes, type Prefixes } from '../prefixes.js'
import { indexError, readOnlyError, rowError, tooManyRows } from '../row-error.js'
import { Shape } from '../shape.js'
import { Offsets } from './offsets.js'

class UnitShape extends Shape<null> {
  #readOnly = false

  override push(row: null): void {
    if (row !== null) throw rowError('null', row)
    if (this.#readOnly) throw readOnlyError()
    if (this.length === Number.MAX_SAFE_INTEGER) throw tooManyRows(Number.MAX_SAFE_INTEGER)
    this.length++
  }

  override get(index: number): null {
    if (!(index >= 0 && index < this.length && Number.isInteger(index))) throw indexError(index, this.length)
    return null
  }

  override compare(): number {
    return 0
  }

  override prefixes(start: number, end: number): Prefixes {
    return keyPrefixes(start, end, () => 0)
  }

  override append(_source: this, start: number, end: number): void {
    if (this.#readOnly) throw readOnlyError()
    if (end - start > Number.MAX_SAFE_INTEGER - this.length) throw tooManyRows(Number.MAX_SAFE_INTEGER)
    this.length += end - start
  }

  override truncate(length: number): void {
    this.length = length
  }

  override slicesByteLength(): number {
    return 8
  }

  override collectSlices(into: SliceSink): void {
    const count = new Offsets()
    count.push(this.length)
    into.push(count.slice())
  }

  override view(reader: LeafReader): void {
    const count = new Offsets()
    count.view(reader)
    if (count.length !== 1) reader.fail(`is a count, one word, but has ${count.byteLength} bytes`)
    this.length = count.at(0)
    if (this.length > Number.MAX_SAFE_INTEGER) reader.fail(`is a count above 2 ** 53 - 1`)
    this.#readOnly = true
  }

  override reset(): void {
    this.length = 0
    this.#readOnly = false
  }

  override get reservedBytes(): number {
    return 0
  }
}

/** Rows without content, as `null`: only their count is kept. */
export const unit: ColumnType<null> = {
  name: 'unit',
  kind: 'unit',
  parts: [],
  leaves: [BigUint64Array],
  nullable: true,
  weightless: true,
  create: () => new UnitShape(unit),
}
