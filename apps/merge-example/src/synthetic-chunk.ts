// The reference's synthetic chunk: 2 MiB of 64-bit words, word `j` of chunk `i` being `i XOR j`, so that no page is zero; and the sum
// by which it is known again. Words are handled as two halves of 32 bits, because bigints in these loops would cost more than the disk.
import { endianness } from 'node:os'

export const CHUNK_BYTES = 2 ** 21
const CHUNK_WORDS = CHUNK_BYTES / 8
const LINE_WORDS = 64 / 8
const LINES = CHUNK_WORDS / LINE_WORDS

if (endianness() !== 'LE') throw new Error('the synthetic chunks are little-endian, and this machine is not')

/** Fills `chunk` with the words of chunk `index`, a whole number below 2 ** 32. */
export function fillChunk(chunk: ArrayBuffer, index: number): void {
  const halves = new Int32Array(chunk)
  // Four words a turn: a third faster than one.
  for (let at = 0; at < halves.length; at += 8) {
    const j = at >> 1
    halves[at] = index ^ j
    halves[at + 1] = 0
    halves[at + 2] = index ^ (j + 1)
    halves[at + 3] = 0
    halves[at + 4] = index ^ (j + 2)
    halves[at + 5] = 0
    halves[at + 6] = index ^ (j + 3)
    halves[at + 7] = 0
  }
}

/** The sum of the first word of every cache line of `chunk`, which reads all of its cache lines. Wraps at 64 bits. */
export function sumLines(chunk: Uint8Array): bigint {
  const halves = new Uint32Array(chunk.buffer, chunk.byteOffset, chunk.byteLength / 4)
  // A double holds these sums exactly: a chunk has 2 ** 15 lines, and a half is below 2 ** 32.
  let low = 0
  let high = 0
  for (let at = 0; at < halves.length; at += 2 * LINE_WORDS) {
    low += halves[at]!
    high += halves[at + 1]!
  }
  return BigInt.asUintN(64, BigInt(low) + (BigInt(high) << 32n))
}

/**
 * What the lines of a chain of `chunks` chunks, numbered from 0, sum up to. The first words of its lines are `i XOR 8k`: over all lines,
 * XOR with the upper bits of `i` only permutes the multiples of 8, and the lower three bits of `i` are added as they are.
 */
export function chainSum(chunks: number): bigint {
  if (chunks > CHUNK_WORDS) throw new RangeError(`the closed form holds for at most ${CHUNK_WORDS} chunks`)
  const multiplesOfEight = BigInt(LINE_WORDS) * ((BigInt(LINES) * BigInt(LINES - 1)) / 2n)
  const lowerBits = Math.floor(chunks / 8) * 28 + ((chunks % 8) * ((chunks % 8) - 1)) / 2
  return BigInt.asUintN(64, BigInt(chunks) * multiplesOfEight + BigInt(LINES) * BigInt(lowerBits))
}
