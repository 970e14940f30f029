// Strings, as UTF-8. Short ASCII is written by a loop, the rest by the platform's encoder, straight into the column's memory.
// Strings with a lone surrogate have no UTF-8 form and are refused rather than changed.

import { isUtf8 } from 'node:buffer'
import type { ColumnType } from '../column-type.js'
import type { LeafReader } from '../leaf-array.js'
import { indexError, rowError } from '../row-error.js'
import { SpanShape } from './spans.js'

/** Up to this many characters a loop beats a call into the encoder, and up to this many bytes one into the decoder. */
const SHORT_WRITE = 24
const SHORT_READ = 4

/** Whether every surrogate in `text` has its other half. */
function isWellFormed(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed()
}

/** Whether a byte goes on with a character that one before it began. */
function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80
}

class Utf8Shape extends SpanShape<string> {
  override push(row: string): void {
    if (typeof row !== 'string') throw rowError('a string', row)
    const { length } = row
    this.reserve(length <= SHORT_WRITE ? length : 3 * length)
    this.finish(length <= SHORT_WRITE && this.#writeAscii(row) ? length : this.#encode(row))
  }

  /** Writes `row` at `end` and says whether it was all ASCII. */
  #writeAscii(row: string): boolean {
    const { bytes, end } = this
    for (let i = 0; i < row.length; i++) {
      const code = row.charCodeAt(i)
      if (code > 0x7f) return false
      bytes[end + i] = code
    }
    return true
  }

  /** Writes `row` at `end` and returns its bytes. */
  #encode(row: string): number {
    if (!isWellFormed(row)) throw rowError('a string without lone surrogates', row, 'string')
    this.reserve(3 * row.length)
    return this.bytes.write(row, this.end, 'utf8')
  }

  override view(reader: LeafReader): void {
    super.view(reader)
    if (!reader.checksUtf8) return
    if (!isUtf8(this.bytes)) reader.fail('is not UTF-8')
    for (let i = 0; i < this.length; i++) {
      const start = this.bounds.before(i)
      if (start < this.end && isContinuation(this.bytes[start]!))
        reader.fail(`has a character that row ${i} starts within`)
    }
  }

  override get(index: number): string {
    if (!(index >= 0 && index < this.length && Number.isInteger(index))) throw indexError(index, this.length)
    const start = this.bounds.before(index)
    const end = this.bounds.at(index)
    return (
      (end - start <= SHORT_READ ? this.#readAscii(start, end) : undefined) ?? this.bytes.toString('utf8', start, end)
    )
  }

  /** The bytes from `start` to `end` as text, or undefined when they are not all ASCII. */
  #readAscii(start: number, end: number): string | undefined {
    const { bytes } = this
    let text = ''
    for (let i = start; i < end; i++) {
      const code = bytes[i]!
      if (code > 0x7f) return undefined
      text += String.fromCharCode(code)
    }
    return text
  }
}

/** Strings. */
export const utf8: ColumnType<string> = {
  name: 'utf8',
  kind: 'utf8',
  parts: [],
  leaves: [BigUint64Array, Uint8Array],
  nullable: false,
  create: () => new Utf8Shape(utf8),
}
