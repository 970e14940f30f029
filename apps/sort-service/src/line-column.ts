// How lines are kept: byte strings without their newline, one after the other, in one column.
import { bytes, Column } from '@spillway/column'

export type LineColumn = Column<typeof bytes>

export function createLineColumn(): LineColumn {
  return new Column(bytes)
}

const newline = 0x0a

/** The lines of a column as text, each with a newline. Makes no object per line. */
export function encodeLines(lines: LineColumn): Buffer {
  const [ends, bodies] = lines.leaves() as [BigUint64Array, Uint8Array]
  const source = Buffer.from(bodies.buffer, bodies.byteOffset, bodies.byteLength)
  const text = Buffer.allocUnsafe(source.byteLength + lines.length)
  let at = 0
  let start = 0
  for (let i = 0; i < lines.length; i++) {
    const end = Number(ends[i])
    at += source.copy(text, at, start, end)
    text[at++] = newline
    start = end
  }
  return text
}
