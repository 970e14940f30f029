// Byte strings of any length, as Uint8Array rows. `get` copies: what it returns stays whatever becomes of the column.

import type { ColumnType } from '../column-type.js'
import { indexError, rowError } from '../row-error.js'
import { SpanShape } from './spans.js'

class BytesShape extends SpanShape<Uint8Array> {
  override push(row: Uint8Array): void {
    if (!(row instanceof Uint8Array)) throw rowError('a Uint8Array', row)
    const { byteLength } = row
    this.reserve(byteLength)
    this.bytes.set(row, this.end)
    this.finish(byteLength)
  }

  override get(index: number): Uint8Array {
    if (!(index >= 0 && index < this.length && Number.isInteger(index))) throw indexError(index, this.length)
    return new Uint8Array(this.bytes.subarray(this.bounds.before(index), this.bounds.at(index)))
  }
}

/** Byte strings, as Uint8Array. */
export const bytes: ColumnType<Uint8Array> = {
  name: 'bytes',
  kind: 'bytes',
  parts: [],
  leaves: [BigUint64Array, Uint8Array],
  nullable: false,
  create: () => new BytesShape(bytes),
}
