import { describe, expect, it } from 'vitest'
import { CHUNK_BYTES, chainSum, fillChunk, sumLines } from '../src/synthetic-chunk.js'

const MIB = 2 ** 20

describe('a synthetic chunk', () => {
  it.each([0, 1, 7, 8, 1000, 262_143, 262_144, 2 ** 31 - 1])('number %i has the word i XOR j at j', index => {
    const chunk = new ArrayBuffer(CHUNK_BYTES)
    new Uint8Array(chunk).fill(0xff)
    fillChunk(chunk, index)
    const words = new BigUint64Array(chunk)
    for (const j of [0, 1, 2, 3, 4, 5, 6, 7, 8, 4095, 262_143]) expect(words[j]).toBe(BigInt(index) ^ BigInt(j))
    expect(words.every((word, j) => word === BigInt(index ^ j))).toBe(true)
  })

  it('sums the first word of every cache line, and no other, as 64 bits that wrap', () => {
    const words = new BigUint64Array(CHUNK_BYTES / 8).fill(0xdead_beefn)
    for (let j = 0; j < words.length; j += 8) words[j] = 2n ** 64n - BigInt(j)
    let expected = 0n
    for (let j = 0; j < words.length; j += 8) expected += words[j]!
    expect(sumLines(new Uint8Array(words.buffer))).toBe(BigInt.asUintN(64, expected))
  })

  it.each([0, 1, 2, 7, 8, 9, 21, 64])('sums up over a chain of %i chunks to the closed form', chunks => {
    const chunk = new ArrayBuffer(CHUNK_BYTES)
    let sum = 0n
    for (let i = 0; i < chunks; i++) {
      fillChunk(chunk, i)
      sum += sumLines(new Uint8Array(chunk))
    }
    expect(chainSum(chunks)).toBe(sum)
  })

  it('has the sums that the reference prints for two chains', () => {
    expect(2n * chainSum((512 * MIB) / CHUNK_BYTES)).toBe(2199014866944n)
    expect(2n * chainSum((1024 * MIB) / CHUNK_BYTES)).toBe(4398029733888n)
  })
})
