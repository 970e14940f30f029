// Unsigned integers of 128 bits, as bigint: one slice, two 64-bit words to a row, the low word first.

import type { ColumnType } from '../column-type.js'
import { integerPrefixes, type Prefixes } from '../prefixes.js'
import { indexError, rowError } from '../row-error.js'
import { FixedShape } from './fixed.js'

class U128Shape extends FixedShape<bigint, BigUint64Array> {
  override push(row: bigint): void {
    if (typeof row !== 'bigint' || BigInt.asUintN(128, row) !== row)
      throw rowError('a bigint from 0 to 2 ** 128 - 1', row, 'bigint')
    const at = this.length
    if (at === this.capacity) this.grow()
    this.values[2 * at] = BigInt.asUintN(64, row)
    this.values[2 * at + 1] = row >> 64n
    this.length = at + 1
  }

  override get(index: number): bigint {
    const high = this.values[2 * index + 1]
    if (high === undefined || index >= this.length || !Number.isInteger(index)) throw indexError(index, this.length)
    return (high << 64n) | this.values[2 * index]!
  }

  override compare(index: number, other: this, otherIndex: number): number {
    const high = this.values[2 * index + 1]!
    const otherHigh = other.values[2 * otherIndex + 1]!
    if (high !== otherHigh) return high < otherHigh ? -1 : 1
    const low = this.values[2 * index]!
    const otherLow = other.values[2 * otherIndex]!
    return low < otherLow ? -1 : low > otherLow ? 1 : 0
  }

  override prefixes(start: number, end: number): Prefixes {
    const high = new BigUint64Array(end - start)
    for (let i = start; i < end; i++) high[i - start] = this.values[2 * i + 1]!
    return integerPrefixes(high, 0, high.length, false, false)
  }
}

/** Unsigned integers of 128 bits, as bigint. */
export const u128: ColumnType<bigint> = {
  name: 'u128',
  kind: 'u128',
  parts: [],
  leaves: [BigUint64Array],
  nullable: false,
  integer: true,
  create: () => new U128Shape(u128, BigUint64Array, 2),
}
