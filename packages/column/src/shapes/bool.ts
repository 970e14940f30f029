// Booleans, a bit each: two slices, complete words and the tail (see bits.ts).

import type { ColumnType } from '../column-type.js'
import type { SliceReader } from '../envelope.js'
import { indexError, rowError } from '../row-error.js'
import { Shape } from '../shape.js'
import { Bits } from './bits.js'

class BoolShape extends Shape<boolean> {
  readonly #bits = new Bits()

  override push(row: boolean): void {
    if (typeof row !== 'boolean') throw rowError('a boolean', row)
    this.#bits.push(row)
    this.length = this.#bits.length
  }

  override get(index: number): boolean {
    if (!(index >= 0 && index < this.length)) throw indexError(index, this.length)
    return this.#bits.at(index)
  }

  override truncate(length: number): void {
    this.#bits.truncate(length)
    this.length = length
  }

  override slicesByteLength(): number {
    return this.#bits.byteLength
  }

  override collectSlices(into: Uint8Array[]): void {
    this.#bits.collectSlices(into)
  }

  override view(reader: SliceReader): void {
    this.#bits.view(reader)
    this.length = this.#bits.length
  }

  override reset(keep: boolean): void {
    this.#bits.reset(keep)
    this.length = 0
  }

  override get reservedBytes(): number {
    return this.#bits.reservedBytes
  }
}

/** Booleans. */
export const bool: ColumnType<boolean> = {
  name: 'bool',
  sliceCount: 2,
  nullable: false,
  create: () => new BoolShape(bool),
}
