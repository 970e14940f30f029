// Byte strings one after another: the memory of utf8 and of bytes. Two slices: `bounds`, where each row ends, and `values`, all
// bytes together. What the bytes mean is the subclass's business.

import { padded, type SliceSink } from '../envelope.js'
import type { LeafReader } from '../leaf-array.js'
import { type Prefixes, unsignedPrefixes } from '../prefixes.js'
import { readOnlyError } from '../row-error.js'
import { Shape } from '../shape.js'
import { grownCapacity } from './fixed.js'
import { Offsets } from './offsets.js'

/** Up to this many bytes a loop beats `set`, which makes a view first. */
const SHORT = 24

export abstract class SpanShape<Row> extends Shape<Row> {
  /** Where each row ends in `bytes`. */
  readonly bounds = new Offsets()
  /** All rows' bytes, slack behind them. A Buffer, for its text methods; no row is ever given out as one. */
  bytes: Buffer = Buffer.alloc(0)
  /** Bytes in use. */
  end = 0
  #readOnly = false

  /** Makes room for `byteLength` bytes more. */
  reserve(byteLength: number): void {
    if (this.#readOnly) throw readOnlyError()
    if (this.end + byteLength <= this.bytes.length) return
    const buffer = new ArrayBuffer(grownCapacity(this.bytes.length, this.end + byteLength, 1))
    const bytes = Buffer.from(buffer)
    bytes.set(this.bytes.subarray(0, this.end))
    this.bytes = bytes
  }

  /** Ends a row of `byteLength` bytes that were written at `end`. */
  protected finish(byteLength: number): void {
    this.bounds.push(this.end + byteLength)
    this.end += byteLength
    this.length++
  }

  override compare(index: number, other: this, otherIndex: number): number {
    const { bytes } = this
    const otherBytes = other.bytes
    let i = this.bounds.before(index)
    let j = other.bounds.before(otherIndex)
    const length = this.bounds.at(index) - i
    const otherLength = other.bounds.at(otherIndex) - j
    for (let k = Math.min(length, otherLength); k > 0; k--) {
      const order = bytes[i++]! - otherBytes[j++]!
      if (order !== 0) return order
    }
    return length - otherLength
  }

  /** The first seven bytes, the first of them highest, and then how many bytes there are, of which eight stand for more. */
  override prefixes(start: number, end: number): Prefixes {
    const words = new Uint32Array(2 * (end - start))
    let isAll = true
    let from = this.bounds.before(start)
    for (let i = start; i < end; i++) {
      const to = this.bounds.at(i)
      words[2 * (i - start) + 1] = this.#bigEndian(from, to)
      words[2 * (i - start)] = (this.#bigEndian(from + 4, to) & 0xffffff00) | Math.min(to - from, 8)
      isAll &&= to - from < 8
      from = to
    }
    return unsignedPrefixes(words, isAll)
  }

  /** The four bytes from `from` on, the first of them highest; zeros from `to` on. */
  #bigEndian(from: number, to: number): number {
    const { bytes } = this
    if (from + 4 <= to)
      return (bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!
    let word = 0
    for (let k = 0; k < 4; k++) word = (word << 8) | (from + k < to ? bytes[from + k]! : 0)
    return word
  }

  override append(source: this, start: number, end: number): void {
    const from = source.bounds.before(start)
    const to = source.bounds.before(end)
    this.reserve(to - from)
    this.bounds.append(source.bounds, start, end, this.end - from)
    this.#copy(source.bytes, from, to)
    this.length += end - start
  }

  /** Appends bytes `start` to `end` of `source`; there is room. */
  #copy(source: Uint8Array, start: number, end: number): void {
    const { bytes } = this
    let at = this.end
    if (end - start > SHORT) bytes.set(source.subarray(start, end), at)
    else for (let i = start; i < end; i++) bytes[at++] = source[i]!
    this.end += end - start
  }

  override gatherRows(source: this, rows: Uint32Array): void {
    const { bounds } = source
    let byteLength = 0
    for (let k = 0; k < rows.length; k++) byteLength += bounds.at(rows[k]!) - bounds.before(rows[k]!)
    this.reserve(byteLength)
    for (let k = 0; k < rows.length; k++) {
      this.#copy(source.bytes, bounds.before(rows[k]!), bounds.at(rows[k]!))
      this.bounds.push(this.end)
    }
    this.length += rows.length
  }

  override truncate(length: number): void {
    this.end = this.bounds.before(length)
    this.bounds.truncate(length)
    this.length = length
  }

  override slicesByteLength(): number {
    return this.bounds.byteLength + padded(this.end)
  }

  override collectSlices(into: SliceSink): void {
    into.push(this.bounds.slice())
    into.push(new Uint8Array(this.bytes.buffer, this.bytes.byteOffset, this.end))
  }

  override view(reader: LeafReader): void {
    this.bounds.view(reader)
    const leaf = reader.next()
    this.end = leaf.length
    this.bytes = Buffer.from(leaf.buffer as ArrayBuffer, leaf.byteOffset, leaf.length)
    this.length = this.bounds.length
    this.#readOnly = true
    if (!reader.trusted) this.bounds.requireBounds(reader, 'bounds', this.end)
  }

  override reset(keep: boolean): void {
    this.bounds.reset(keep)
    if (!keep || this.#readOnly) this.bytes = Buffer.alloc(0)
    this.end = 0
    this.length = 0
    this.#readOnly = false
  }

  override get reservedBytes(): number {
    return this.bounds.reservedBytes + (this.#readOnly ? 0 : this.bytes.length)
  }
}
