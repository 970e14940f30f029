// Ranges as callers ask for them, checked and joined into ranges to read. Pagers share it.
import type { ByteRange } from './page-handle.js'

/** Ranges to read, one after the other, and the bytes that they have together. */
export interface RangePlan {
  /** offset, length, offset, length, ... */
  readonly pairs: Float64Array
  readonly byteLength: number
}

/**
 * Checks ranges against a payload and joins those that follow each other. Empty ranges vanish.
 *
 * @throws TypeError `ranges` is not an array of ranges
 * @throws RangeError a range is outside the payload, or two overlap
 */
export function planRanges(ranges: readonly ByteRange[], payloadBytes: number): RangePlan {
  if (!Array.isArray(ranges)) throw new TypeError('ranges must be an array')
  const pairs: number[] = []
  let byteLength = 0
  for (const range of ranges as readonly ByteRange[]) {
    if (typeof range !== 'object' || range === null) throw new TypeError('a range must be { offset, length }')
    const { offset, length } = range
    checkRange(offset, length, payloadBytes)
    if (length === 0) continue
    byteLength += length
    const last = pairs.length - 2
    if (last >= 0 && pairs[last]! + pairs[last + 1]! === offset) pairs[last + 1]! += length
    else pairs.push(offset, length)
  }
  checkOverlap(pairs)
  return { pairs: Float64Array.from(pairs), byteLength }
}

/** @throws TypeError, RangeError as `planRanges` does, for one range */
export function checkRange(offset: unknown, length: unknown, payloadBytes: number): void {
  if (typeof offset !== 'number' || typeof length !== 'number') {
    throw new TypeError('offset and length of a range must be numbers')
  }
  const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(length)
  if (whole && offset >= 0 && length >= 0 && length <= payloadBytes - offset) return
  throw new RangeError(`the range at ${offset} of ${length} bytes is outside the payload of ${payloadBytes} bytes`)
}

function checkOverlap(pairs: readonly number[]): void {
  if (pairs.length <= 2) return
  const starts = Array.from({ length: pairs.length / 2 }, (_, i) => 2 * i).sort((a, b) => pairs[a]! - pairs[b]!)
  for (let i = 1; i < starts.length; i++) {
    const before = starts[i - 1]!
    const offset = pairs[starts[i]!]!
    if (pairs[before]! + pairs[before + 1]! <= offset) continue
    throw new RangeError(`two ranges overlap at offset ${offset}`)
  }
}
