// The table and zlib compute the same CRC-32, and cutting bytes into chunks does not change what the pieces sum up to.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checksums, crc32ByTable, fastestCrc32, firstCorrupt, pieceBytes } from '../src/portable-checksum.js'

const bytesOf = (byteLength: number) =>
  Uint8Array.from({ length: byteLength }, (_, i) => Math.imul(i, 2654435761) >>> 13)

test('the check value of CRC-32', () => {
  const digits = new TextEncoder().encode('123456789')
  expect(crc32ByTable(digits)).toBe(0xcbf43926)
  expect(fastestCrc32()(digits)).toBe(0xcbf43926)
})

test('both go on from the bytes before', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (first, second) => {
      const whole = crc32ByTable(new Uint8Array([...first, ...second]))
      for (const crc32 of [crc32ByTable, fastestCrc32()]) expect(crc32(second, crc32(first))).toBe(whole)
    }),
  )
})

test('chunks of any lengths have the checksums of their concatenation', () => {
  const whole = bytesOf(3 * pieceBytes + 17)
  const expected = [0, 1, 2, 3].map(i => crc32ByTable(whole.subarray(i * pieceBytes, (i + 1) * pieceBytes)))
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length), { maxLength: 8 }), cuts => {
      const edges = [0, ...cuts.sort((a, b) => a - b), whole.length]
      const chunks = edges.slice(1).map((edge, i) => whole.subarray(edges[i], edge))
      expect([...checksums(chunks)]).toEqual(expected)
    }),
    { numRuns: 30 },
  )
})

test('one changed bit is found in its piece', () => {
  const bytes = bytesOf(2 * pieceBytes + 5)
  const sums = checksums([bytes])
  expect(firstCorrupt(sums, 0, bytes)).toBeUndefined()
  expect(firstCorrupt(sums, 1, bytes.subarray(pieceBytes))).toBeUndefined()
  for (const at of [0, pieceBytes - 1, pieceBytes, 2 * pieceBytes + 4]) {
    bytes[at]! ^= 1
    expect(firstCorrupt(sums, 0, bytes)).toBe(Math.floor(at / pieceBytes))
    bytes[at]! ^= 1
  }
  bytes[2 * pieceBytes]! ^= 128
  expect(firstCorrupt(sums, 1, bytes.subarray(pieceBytes))).toBe(2)
})
