// What the chunks hold, and how a chunk is known again. Making data must cost next to nothing beside the disk, so chunks are cut at
// changing places out of one block that was made before the clock starts.
import { chunkBytes } from './chunk-store.js'

const lineBytes = 64
const linesPerChunk = chunkBytes / lineBytes
const wordsPerLine = lineBytes / 4

export class ChunkData {
  readonly #block: Uint8Array
  /** `#sums[k]`: the wrapping sum of the first 32-bit words of the block's first `k` lines. */
  readonly #sums: Int32Array

  constructor(kind: 'incompressible' | 'compressible') {
    this.#block = kind === 'incompressible' ? randomBlock() : wordyBlock()
    this.#sums = lineSums(this.#block)
  }

  fill(chunk: Uint8Array, index: number): void {
    const start = this.#startLine(index) * lineBytes
    chunk.set(this.#block.subarray(start, start + chunkBytes))
  }

  /** What `sumLines` gives for chunk `index`. */
  sum(index: number): number {
    const start = this.#startLine(index)
    return (this.#sums[start + linesPerChunk]! - this.#sums[start]!) | 0
  }

  #startLine(index: number): number {
    // A stride without a common divisor with the number of starts visits all of them before it repeats one.
    return (index * 12_289) % linesPerChunk
  }
}

/** Reads every cache line of `chunk`: the wrapping sum of their first 32-bit words. */
export function sumLines(chunk: Uint8Array): number {
  const words = new Int32Array(chunk.buffer, chunk.byteOffset, chunk.byteLength / 4)
  let sum = 0
  for (let at = 0; at < words.length; at += wordsPerLine) sum = (sum + words[at]!) | 0
  return sum
}

function lineSums(block: Uint8Array): Int32Array {
  const words = new Int32Array(block.buffer, block.byteOffset, block.byteLength / 4)
  const sums = new Int32Array(block.byteLength / lineBytes + 1)
  for (let line = 0; line + 1 < sums.length; line++) sums[line + 1] = (sums[line]! + words[line * wordsPerLine]!) | 0
  return sums
}

/** Xorshift: no run of it repeats within lz4's window. */
function randomBlock(): Uint8Array {
  const words = new Int32Array((2 * chunkBytes) / 4)
  let state = 0x2545f491
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[i] = state
  }
  return new Uint8Array(words.buffer)
}

/** Records of a dictionary's words and small numbers, as logs and dimension tables have: about four to one with lz4. */
function wordyBlock(): Uint8Array {
  const block = Buffer.alloc(2 * chunkBytes)
  const random = randomBlock()
  const places = ['warehouse', 'departure', 'arrival', 'customer', 'invoice', 'shipment', 'transfer', 'returned']
  let at = 0
  for (let i = 0; at < block.length; i++) {
    const place = places[random[4 * i]! & 7]
    const state = random[4 * i + 1]! & 1 ? 'completed' : 'cancelled'
    at += block.write(
      `2026-11-${10 + (random[4 * i + 2]! & 15)} ${place} operation ${state} by operator;`,
      at,
      'latin1',
    )
  }
  return block
}
