// Signed integers of 32 bits, as numbers. One slice, the packed array.
// Never converts: what is not an integer from -2147483648 to 2147483647 is refused.

import type { ColumnType } from '../column-type.js'
import { keyPrefixes, type Prefixes } from '../prefixes.js'
import { indexError, rowError } from '../row-error.js'
import { FixedShape } from './fixed.js'

class I32Shape extends FixedShape<number, Int32Array> {
  override push(row: number): void {
    if (typeof row !== 'number' || (row | 0) !== row)
      throw rowError('an integer from -2147483648 to 2147483647', row, 'number')
    const at = this.length
    if (at === this.capacity) this.grow()
    this.values[at] = row
    this.length = at + 1
  }

  override get(index: number): number {
    const row = this.values[index]
    if (row === undefined || index >= this.length) throw indexError(index, this.length)
    return row
  }

  override compare(index: number, other: this, otherIndex: number): number {
    return this.values[index]! - other.values[otherIndex]!
  }

  override prefixes(start: number, end: number): Prefixes {
    return keyPrefixes(start, end, index => this.values[index]! + 0x80000000)
  }
}

/** Signed integers of 32 bits, as numbers. */
export const i32: ColumnType<number> = {
  name: 'i32',
  kind: 'i32',
  parts: [],
  leaves: [Int32Array],
  nullable: false,
  integer: true,
  create: () => new I32Shape(i32, Int32Array),
}
