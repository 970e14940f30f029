// CRC-32 of a payload in pieces, so that reading a range verifies what it reads and no more. Knows bytes, not where they are.
import * as zlib from 'node:zlib'

/** Bytes that share a checksum; only the last piece of a payload is shorter. */
export const pieceBytes = 2 ** 16

/** The CRC-32 of `bytes`, continued from the one of the bytes before them. */
export type Crc32 = (bytes: Uint8Array, before?: number) => number

/** The checksums of the chunks' bytes, concatenated, by piece. */
export function checksums(chunks: readonly Uint8Array[], crc32: Crc32 = fastestCrc32()): Uint32Array {
  const byteLength = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)
  const sums = new Uint32Array(Math.ceil(byteLength / pieceBytes))
  let position = 0
  for (const chunk of chunks) {
    for (let start = 0; start < chunk.byteLength; ) {
      const piece = Math.floor(position / pieceBytes)
      const length = Math.min(chunk.byteLength - start, (piece + 1) * pieceBytes - position)
      sums[piece] = crc32(chunk.subarray(start, start + length), sums[piece])
      start += length
      position += length
    }
  }
  return sums
}

/** The first piece from `firstPiece` on whose bytes are not the ones that `sums` was made of. `bytes` begins with that piece. */
export function firstCorrupt(sums: Uint32Array, firstPiece: number, bytes: Uint8Array): number | undefined {
  const actual = checksums([bytes])
  const index = actual.findIndex((sum, piece) => sum !== sums[firstPiece + piece])
  return index < 0 ? undefined : firstPiece + index
}

/** zlib's where Node has it (from 20.15 and 22.2 on); otherwise a table. */
export function fastestCrc32(): Crc32 {
  return zlib.crc32 ?? crc32ByTable
}

/** About a twentieth of the speed of zlib's. */
export function crc32ByTable(bytes: Uint8Array, before = 0): number {
  let crc = ~before
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!
  return ~crc >>> 0
}

const reversedPolynomial = 0xedb88320
const table: Readonly<Uint32Array> = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ reversedPolynomial : value >>> 1
  return value
})
