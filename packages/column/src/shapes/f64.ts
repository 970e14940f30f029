// Floats of 64 bits: every number. One slice, the packed array.
// Never converts: what is not a number is refused.

import type { ColumnType } from '../column-type.js'
import type { Prefixes } from '../prefixes.js'
import { indexError, rowError } from '../row-error.js'
import { FixedShape } from './fixed.js'
import { compareFloats, floatPrefixes } from './float-order.js'

class F64Shape extends FixedShape<number, Float64Array> {
  override push(row: number): void {
    if (typeof row !== 'number') throw rowError('a number', row)
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
    return compareFloats(this.values[index]!, other.values[otherIndex]!)
  }

  override prefixes(start: number, end: number): Prefixes {
    return floatPrefixes(this.values.subarray(start, end))
  }
}

/** Floats of 64 bits: every number. */
export const f64: ColumnType<number> = {
  name: 'f64',
  kind: 'f64',
  parts: [],
  leaves: [Float64Array],
  nullable: false,
  create: () => new F64Shape(f64, Float64Array),
}
