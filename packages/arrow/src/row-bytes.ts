// The bytes of each row of Arrow's strings and byte strings, whichever way they are kept. As bytes, because Arrow's own reading makes text of
// them by a decoder that swallows a byte order mark.

import { type Data, DataType } from 'apache-arrow'

/** Bytes up to which a view holds its row itself. */
const INLINE_BYTES = 12
const VIEW_BYTES = 16

/** The bytes of a row of strings or byte strings, undefined where it points outside of what is there. */
export type RowBytes = (row: number) => Uint8Array | undefined

/** How to get at the bytes of the rows of `data`, which are strings or byte strings. */
export function rowBytesOf(data: Data): RowBytes {
  if (DataType.isUtf8View(data.type) || DataType.isBinaryView(data.type)) return viewedBytes(data)
  const { valueOffsets } = data
  const values = (data.values as Uint8Array | undefined) ?? new Uint8Array(0)
  return row => within(values, Number(valueOffsets[row]), Number(valueOffsets[row + 1]))
}

function viewedBytes({ values, variadicBuffers }: Data): RowBytes {
  const views = values as Uint8Array
  const words = new DataView(views.buffer, views.byteOffset, views.byteLength)
  return row => {
    const at = VIEW_BYTES * row
    const byteLength = words.getInt32(at, true)
    if (byteLength <= INLINE_BYTES) return within(views, at + 4, at + 4 + byteLength)
    const start = words.getInt32(at + 12, true)
    return within(variadicBuffers[words.getInt32(at + 8, true)], start, start + byteLength)
  }
}

function within(bytes: Uint8Array | undefined, start: number, end: number): Uint8Array | undefined {
  return bytes !== undefined && start >= 0 && start <= end && end <= bytes.length
    ? bytes.subarray(start, end)
    : undefined
}
