// From an lz4 frame to the bytes of known length that are in it. Takes any encoder's frame, and trusts none: whatever the bytes
// say, it reads only them, allocates no more than one block, and writes only into the target.
import { uncompressSync } from 'lz4-napi'
import { type Lz4FrameHeader, readLz4FrameHeader } from './lz4-frame-header.js'
import { xxhash32 } from './xxhash32.js'

/** How far back a block may refer when blocks are linked. */
const windowByteLength = 65536
const storedRaw = 0x80000000

/**
 * Decodes `frame` into `target` and returns how many bytes that gave. Up to seven zero bytes may follow the frame. Restores what it
 * changes in `frame`.
 *
 * @throws Error the bytes are not an lz4 frame, or decode to more bytes than `target` has
 */
export function decodeLz4Frame(frame: Uint8Array, target: Uint8Array): number {
  const header = readLz4FrameHeader(frame)
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  let at = header.byteLength
  let written = 0
  for (;;) {
    const word = readWord(view, at)
    if (word === 0) break
    const isRaw = word >= storedRaw
    const start = at + 4
    const end = start + (word % storedRaw)
    if (end > frame.byteLength) throw new Error(`the block at byte ${at} is cut short`)
    const limit = Math.min(header.maxBlockByteLength, target.byteLength - written)
    if (isRaw) {
      if (end - start > limit) throw new Error(`the block at byte ${at} is longer than its frame allows`)
      target.set(frame.subarray(start, end), written)
      written += end - start
    } else {
      // The decoder allocates its limit whatever comes of it, and a byte of a block makes 255 at most: it is all that adds to a length.
      const mostBytes = Math.min(limit, 255 * (end - start))
      const window = header.independentBlocks ? undefined : windowOf(target, written)
      const block = decodeBlock(frame, view, at, end, mostBytes, window)
      target.set(block, written)
      written += block.byteLength
    }
    at = end
    if (header.blockChecksums) {
      if (readWord(view, at) !== xxhash32(frame.subarray(start, end)))
        throw new Error(`a block before byte ${at} is corrupt`)
      at += 4
    }
  }
  checkEnd(frame, view, at + 4, header, target.subarray(0, written))
  return written
}

// uncompressSync wants the block behind a word that bounds its output. The block's own size word is right there, to be lent.
function decodeBlock(
  frame: Uint8Array,
  view: DataView,
  at: number,
  end: number,
  limit: number,
  window: Uint8Array | undefined,
): Uint8Array {
  const word = view.getUint32(at, true)
  view.setUint32(at, limit, true)
  try {
    return uncompressSync(frame.subarray(at, end), window)
  } finally {
    view.setUint32(at, word, true)
  }
}

function windowOf(target: Uint8Array, written: number): Uint8Array {
  return target.subarray(Math.max(0, written - windowByteLength), written)
}

function checkEnd(frame: Uint8Array, view: DataView, at: number, header: Lz4FrameHeader, content: Uint8Array): void {
  if (header.contentByteLength !== undefined && header.contentByteLength !== content.byteLength) {
    throw new Error(`the frame holds ${content.byteLength} bytes and its header says ${header.contentByteLength}`)
  }
  let end = at
  if (header.contentChecksum) {
    if (readWord(view, at) !== xxhash32(content)) throw new Error('the content is corrupt')
    end += 4
  }
  // Whoever stored the frame in words of eight bytes has padded it.
  if (frame.byteLength - end > 7 || frame.subarray(end).some(byte => byte !== 0)) {
    throw new Error(`something follows the frame at byte ${end}`)
  }
}

function readWord(view: DataView, at: number): number {
  if (at + 4 > view.byteLength) throw new Error(`the frame is cut short at byte ${at}`)
  return view.getUint32(at, true)
}
