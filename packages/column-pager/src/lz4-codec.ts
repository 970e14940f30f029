// The built-in codec: an lz4 frame of independent 64 KiB blocks, which any lz4 tool decodes. It streams: a block that lies within
// one slice is compressed where it is, any other is put together in one block of scratch first, and there is no other copy.
import type { Codec } from './codec.js'
import { Lz4BlockEncoder, maxBlockByteLength } from './lz4-block-encoder.js'
import { decodeLz4Frame } from './lz4-frame-decoder.js'

/** Magic number; version 1, independent blocks, no checksums, no content size; blocks of 64 KiB; check of the two bytes before. */
const header = Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82)
const wordByteLength = 4
const storedRaw = 0x80000000

/** The codec named `lz4`. Decodes frames of other encoders too: linked blocks, checksums, content size, blocks of up to 4 MiB. */
export class Lz4Codec implements Codec {
  readonly name = 'lz4'
  readonly #encoder = new Lz4BlockEncoder()
  #scratch: Uint8Array | undefined

  maxStoredByteLength(byteLength: number): number {
    const blocks = Math.ceil(byteLength / maxBlockByteLength)
    return header.byteLength + byteLength + (blocks + 1) * wordByteLength
  }

  compress(slices: readonly Uint8Array[], target: Uint8Array): number {
    const view = new DataView(target.buffer, target.byteOffset, target.byteLength)
    this.#scratch ??= new Uint8Array(maxBlockByteLength)
    const scratch = this.#scratch
    let filled = 0
    target.set(header)
    let at = header.byteLength
    for (const slice of slices) {
      let next = 0
      if (filled > 0) {
        next = Math.min(maxBlockByteLength - filled, slice.byteLength)
        scratch.set(slice.subarray(0, next), filled)
        filled += next
        if (filled < maxBlockByteLength) continue
        at = this.#writeBlock(scratch, target, view, at)
        filled = 0
      }
      for (; slice.byteLength - next >= maxBlockByteLength; next += maxBlockByteLength) {
        at = this.#writeBlock(slice.subarray(next, next + maxBlockByteLength), target, view, at)
      }
      scratch.set(slice.subarray(next))
      filled = slice.byteLength - next
    }
    if (filled > 0) at = this.#writeBlock(scratch.subarray(0, filled), target, view, at)
    view.setUint32(at, 0, true)
    return at + wordByteLength
  }

  decompress(stored: Uint8Array, target: Uint8Array): number {
    return decodeLz4Frame(stored, target)
  }

  #writeBlock(block: Uint8Array, target: Uint8Array, view: DataView, at: number): number {
    const start = at + wordByteLength
    const byteLength = this.#encoder.encode(block, target, start)
    if (byteLength > 0) {
      view.setUint32(at, byteLength, true)
      return start + byteLength
    }
    target.set(block, start)
    view.setUint32(at, block.byteLength + storedRaw, true)
    return start + block.byteLength
  }
}
