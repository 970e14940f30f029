// Single Unicode scalar values, as strings of one code point: one slice of 32-bit code points. Whether the code points of foreign
// bytes are scalar values is checked when one is read, as values are.

import { ColumnFormatError } from '../column-format-error.js'
import type { ColumnType } from '../column-type.js'
import { keyPrefixes, type Prefixes } from '../prefixes.js'
import { indexError, rowError } from '../row-error.js'
import { FixedShape } from './fixed.js'

function isScalar(code: number): boolean {
  return code < 0xd800 || (code > 0xdfff && code <= 0x10ffff)
}

class CharShape extends FixedShape<string, Uint32Array> {
  override push(row: string): void {
    const code = typeof row === 'string' ? row.codePointAt(0) : undefined
    if (code === undefined || row.length !== (code > 0xffff ? 2 : 1) || !isScalar(code))
      throw rowError('a string of one Unicode scalar value', row, 'string')
    const at = this.length
    if (at === this.capacity) this.grow()
    this.values[at] = code
    this.length = at + 1
  }

  override get(index: number): string {
    const code = this.values[index]
    if (code === undefined || index >= this.length) throw indexError(index, this.length)
    if (!isScalar(code))
      throw new ColumnFormatError(`row ${index} is 0x${code.toString(16)}, not a Unicode scalar value`)
    return String.fromCodePoint(code)
  }

  override compare(index: number, other: this, otherIndex: number): number {
    return this.values[index]! - other.values[otherIndex]!
  }

  override prefixes(start: number, end: number): Prefixes {
    return keyPrefixes(start, end, index => this.values[index]!)
  }
}

/** Single Unicode scalar values, as strings. */
export const char: ColumnType<string> = {
  name: 'char',
  kind: 'char',
  parts: [],
  leaves: [Uint32Array],
  nullable: false,
  create: () => new CharShape(char, Uint32Array),
}
