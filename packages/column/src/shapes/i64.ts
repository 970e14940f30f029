// Signed integers of 64 bits: one slice, the packed array. Rows are bigint, or numbers with `i64.asNumber`, which has the same bytes.

import type { ColumnType } from '../column-type.js'
import { integerPrefixes, type Prefixes } from '../prefixes.js'
import { indexError, rowError } from '../row-error.js'
import { FixedShape } from './fixed.js'
import { SafeIntegerShape } from './safe-integer.js'

export class I64Shape extends FixedShape<bigint, BigInt64Array> {
  override push(row: bigint): void {
    if (typeof row !== 'bigint' || BigInt.asIntN(64, row) !== row)
      throw rowError('a bigint from -(2 ** 63) to 2 ** 63 - 1', row, 'bigint')
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
    return integerPrefixes(this.values, start, end, true)
  }
}

/** A 64-bit integer type: its rows are bigint, those of `asNumber` are numbers. The bytes are the same. */
export interface I64Type extends ColumnType<bigint> {
  /** The same type with number rows, checked to be safe integers when they are pushed and when they are read. */
  readonly asNumber: ColumnType<number>
}

const asNumber: ColumnType<number> = {
  name: 'i64.asNumber',
  kind: 'i64',
  parts: [],
  leaves: [BigInt64Array],
  nullable: false,
  integer: true,
  create: () => new SafeIntegerShape(asNumber, Number.MIN_SAFE_INTEGER),
}

/** Signed integers of 64 bits, as bigint; `i64.asNumber` has number rows. */
export const i64: I64Type = {
  name: 'i64',
  kind: 'i64',
  parts: [],
  leaves: [BigInt64Array],
  nullable: false,
  integer: true,
  create: () => new I64Shape(i64, BigInt64Array),
  asNumber,
}
