// What the first bytes of an lz4 frame say, and what follows from it. The format is github.com/lz4/lz4, doc/lz4_Frame_format.md:
//
//   magic 4 | flags 1 | block size 1 | content size 0 or 8 | header check 1 | blocks ... | end mark 4 | content check 0 or 4
//
// Refuses dictionaries, skippable frames and the legacy format: no column is stored in them.
import { xxhash32 } from './xxhash32.js'

export interface Lz4FrameHeader {
  /** Bytes of the header itself. */
  readonly byteLength: number
  /** Blocks do not refer to the bytes of the blocks before them. */
  readonly independentBlocks: boolean
  readonly blockChecksums: boolean
  readonly contentChecksum: boolean
  readonly contentByteLength: number | undefined
  readonly maxBlockByteLength: number
}

const magic = 0x184d2204

/** @throws Error the bytes do not begin with the header of an lz4 frame */
export function readLz4FrameHeader(frame: Uint8Array): Lz4FrameHeader {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  if (frame.byteLength < 7 || view.getUint32(0, true) !== magic) throw new Error('not an lz4 frame')
  const flags = view.getUint8(4)
  const sizes = view.getUint8(5)
  const sizeCode = (sizes >> 4) & 7
  if (flags >> 6 !== 1) throw new Error(`lz4 frame version ${flags >> 6}`)
  if ((flags & 0b10) !== 0 || (sizes & 0b10001111) !== 0 || sizeCode < 4) throw new Error('reserved bits are set')
  if ((flags & 1) !== 0) throw new Error('the frame needs a dictionary')
  const hasContentSize = (flags & 0b1000) !== 0
  const byteLength = hasContentSize ? 15 : 7
  if (frame.byteLength < byteLength) throw new Error('the header is cut short')
  if (((xxhash32(frame.subarray(4, byteLength - 1)) >> 8) & 0xff) !== frame[byteLength - 1]) {
    throw new Error('the header is corrupt')
  }
  return {
    byteLength,
    independentBlocks: (flags & 0b100000) !== 0,
    blockChecksums: (flags & 0b10000) !== 0,
    contentChecksum: (flags & 0b100) !== 0,
    contentByteLength: hasContentSize ? Number(view.getBigUint64(6, true)) : undefined,
    maxBlockByteLength: 2 ** (8 + 2 * sizeCode),
  }
}
