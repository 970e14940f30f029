// Which ranges of a payload may be read, and how: whole numbers inside it, no two of them over the same byte.
import type { ByteRange } from './page-handle.js'

export function checkRanges(ranges: readonly ByteRange[], byteLength: number): void {
  for (const { offset, length } of ranges) {
    const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(length)
    if (!whole || offset < 0 || length < 0 || offset + length > byteLength) {
      throw new RangeError(`the range of ${length} bytes at ${offset} is not inside a payload of ${byteLength} bytes`)
    }
  }
  const sorted = ranges.filter(range => range.length > 0).sort((a, b) => a.offset - b.offset)
  for (let i = 1; i < sorted.length; i++) {
    const before = sorted[i - 1]!
    const after = sorted[i]!
    if (before.offset + before.length > after.offset) {
      throw new RangeError(
        `the ranges of ${before.length} bytes at ${before.offset} and of ${after.length} bytes at ${after.offset} overlap`,
      )
    }
  }
}

/** Adjacent ranges need no special care here: memory has no calls to save. */
export function copyRanges(payload: ArrayBuffer, ranges: readonly ByteRange[]): ArrayBuffer {
  const copy = new Uint8Array(ranges.reduce((sum, range) => sum + range.length, 0))
  let position = 0
  for (const { offset, length } of ranges) {
    copy.set(new Uint8Array(payload, offset, length), position)
    position += length
  }
  return copy.buffer
}
