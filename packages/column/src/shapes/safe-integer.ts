// 64-bit integers whose rows are numbers: `u64.asNumber` and `i64.asNumber`. Kept as pairs of 32-bit words, so that no bigint is
// ever made. What is not a safe integer is refused on push and on get; nothing is rounded.

import type { ColumnType } from '../column-type.js'
import { integerPrefixes, type Prefixes } from '../prefixes.js'
import { indexError, rowError } from '../row-error.js'
import { FixedShape } from './fixed.js'

const WORD = 4294967296

export class SafeIntegerShape extends FixedShape<number, Int32Array> {
  readonly #least: number

  /** Rows from `least`, a safe integer, up. */
  constructor(type: ColumnType<number>, least: number) {
    super(type, Int32Array, 2)
    this.#least = least
  }

  override push(row: number): void {
    if (typeof row !== 'number') throw this.#unfit(row)
    const low = row | 0
    const high = low === row && low >= 0 ? 0 : this.#highWord(row, low)
    const at = this.length
    if (at === this.capacity) this.grow()
    const { values } = this
    values[2 * at] = low
    values[2 * at + 1] = high
    this.length = at + 1
  }

  override get(index: number): number {
    const high = this.values[2 * index + 1]
    if (high === undefined || index >= this.length || !Number.isInteger(index)) throw indexError(index, this.length)
    const low = this.values[2 * index]!
    if (high === low >> 31 && low >= this.#least) return low
    const row = high * WORD + (low >>> 0)
    if (row < this.#least || row > Number.MAX_SAFE_INTEGER)
      throw new RangeError(`row ${index} is not a safe integer from ${this.#least}: read it as a bigint`)
    return row
  }

  override compare(index: number, other: this, otherIndex: number): number {
    const high = this.values[2 * index + 1]! - other.values[2 * otherIndex + 1]!
    return high !== 0 ? high : (this.values[2 * index]! >>> 0) - (other.values[2 * otherIndex]! >>> 0)
  }

  override prefixes(start: number, end: number): Prefixes {
    return integerPrefixes(this.values, start, end, true)
  }

  /** The upper word of any row, whose lower word is `low`. */
  #highWord(row: number, low: number): number {
    if (row < this.#least || !Number.isSafeInteger(row)) throw this.#unfit(row)
    return (row - (low >>> 0)) / WORD
  }

  #unfit(row: unknown): Error {
    return rowError(`a safe integer from ${this.#least}`, row, 'number')
  }
}
