// Unsigned integers of 64 bits: one slice, the packed array. Rows are bigint, or numbers with `u64.asNumber`, which has the same bytes.

import type { ColumnType } from '../column-type.js'
import { integerPrefixes, type Prefixes } from '../prefixes.js'
import { indexError, rowError } from '../row-error.js'
import { FixedShape } from './fixed.js'
import { SafeIntegerShape } from './safe-integer.js'

export class U64Shape extends FixedShape<bigint, BigUint64Array> {
  override push(row: bigint): void {
    if (typeof row !== 'bigint' || BigInt.asUintN(64, row) !== row)
      throw rowError('a bigint from 0 to 2 ** 64 - 1', row, 'bigint')
    const at = this.length
    if (at === this.capacity) this.grow()
    this.values[at] = row
    this.length = at + 1
  }

  override get(index: number): bigint {
    const row = this.values[index]
    if (row === undefined || index >= this.length) throw indexError(index, this.length)
    return row
  }

  override compare(index: number, other: this, otherIndex: number): number {
    const a = this.values[index]!
    const b = other.values[otherIndex]!
    return a < b ? -1 : a > b ? 1 : 0
  }

  override prefixes(start: number, end: number): Prefixes {
    return integerPrefixes(this.values, start, end, false)
  }
}

/** A 64-bit integer type: its rows are bigint, those of `asNumber` are numbers. The bytes are the same. */
export interface U64Type extends ColumnType<bigint> {
  /** The same type with number rows, checked to be safe integers when they are pushed and when they are read. */
  readonly asNumber: ColumnType<number>
}

const asNumber: ColumnType<number> = {
  name: 'u64.asNumber',
  kind: 'u64',
  parts: [],
  leaves: [BigUint64Array],
  nullable: false,
  integer: true,
  create: () => new SafeIntegerShape(asNumber, 0),
}

/** Unsigned integers of 64 bits, as bigint; `u64.asNumber` has number rows. */
export const u64: U64Type = {
  name: 'u64',
  kind: 'u64',
  parts: [],
  leaves: [BigUint64Array],
  nullable: false,
  integer: true,
  create: () => new U64Shape(u64, BigUint64Array),
  asNumber,
}
