// Signed integers of 8 bits, as numbers. One slice, the packed array.
// Never converts: what is not an integer from -128 to 127 is refused.

import type { ColumnType } from '../column-type.js'
import { keyPrefixes, type Prefixes } from '../prefixes.js'
import { indexError, rowError } from '../row-error.js'
import { FixedShape } from './fixed.js'

class I8Shape extends FixedShape<number, Int8Array> {
  override push(row: number): void {
    if (typeof row !== 'number' || (row << 24) >> 24 !== row)
      throw rowError('an integer from -128 to 127', row, 'number')
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

/** Signed integers of 8 bits, as numbers. */
export const i8: ColumnType<number> = {
  name: 'i8',
  kind: 'i8',
  parts: [],
  leaves: [Int8Array],
  nullable: false,
  integer: true,
  create: () => new I8Shape(i8, Int8Array),
}
