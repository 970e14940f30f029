// Byte strings one after another: the memory of utf8 and of bytes. Two slices: `bounds`, where each row ends, and `values`, all
// bytes together. What the bytes mean is the subclass's business.

import { padded, type SliceReader } from '../envelope.js'
import { readOnlyError } from '../row-error.js'
import { Shape } from '../shape.js'
import { grownCapacity } from './fixed.js'
import { Offsets } from './offsets.js'

export abstract class SpanShape<Row> extends Shape<Row> {
  /** Where each row ends in `bytes`. */
  readonly bounds = new Offsets()
  /** All rows' bytes, slack behind them. A Buffer, for its fast text methods. */
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

  override truncate(length: number): void {
    this.end = this.bounds.before(length)
    this.bounds.truncate(length)
    this.length = length
  }

  override slicesByteLength(): number {
    return this.bounds.byteLength + padded(this.end)
  }

  override collectSlices(into: Uint8Array[]): void {
    into.push(this.bounds.slice())
    into.push(new Uint8Array(this.bytes.buffer, this.bytes.byteOffset, this.end))
  }

  override view(reader: SliceReader): void {
    this.bounds.view(reader)
    this.end = reader.next(1)
    this.bytes = Buffer.from(reader.buffer as ArrayBuffer, reader.start, this.end)
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
