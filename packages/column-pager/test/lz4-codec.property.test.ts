// What the lz4 codec writes is a frame that two other decoders read, for any bytes in any pieces; and it keeps to its target.
import { execFileSync, spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { decompressFrameSync } from 'lz4-napi'
import { describe, expect, test } from 'vitest'
import { Lz4Codec } from '../src/index.js'
import { Lz4BlockEncoder, maxBlockByteLength } from '../src/lz4-block-encoder.js'
import { runs } from './support/runs.js'

const codec = new Lz4Codec()
const encoder = new Lz4BlockEncoder()
const guard = 0xa5

/** Bytes with repeats near and far, runs, and noise: what an lz4 encoder can get wrong. */
const part = fc.oneof(
  fc.record({ kind: fc.constant('noise' as const), seed: fc.nat(), length: fc.nat(300) }),
  fc.record({ kind: fc.constant('run' as const), seed: fc.nat(255), length: fc.nat(3000) }),
  fc.record({ kind: fc.constant('words' as const), seed: fc.nat(), length: fc.nat(500) }),
  fc.record({ kind: fc.constant('again' as const), seed: fc.nat(), length: fc.nat(2000) }),
)
const body = fc.array(part, { maxLength: 40 }).map(parts => {
  const bytes: number[] = []
  for (const { kind, seed, length } of parts) {
    let state = seed
    for (let i = 0; i < length; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      if (kind === 'noise') bytes.push(state >>> 24)
      else if (kind === 'run') bytes.push(seed)
      else if (kind === 'words') bytes.push(i % 8 < 2 ? state >>> 28 : 0)
      else bytes.push(bytes[bytes.length - 1 - (seed % Math.max(1, bytes.length))] ?? 0)
    }
  }
  return Uint8Array.from(bytes)
})

/** Sizes around those of a block, so that most of these have several blocks and cuts within them. */
const largeBody = fc.tuple(body, fc.constantFrom(65535, 65536, 65537, 131072, 200_001)).map(([bytes, byteLength]) => {
  const large = new Uint8Array(byteLength)
  for (let at = 0; at < byteLength && bytes.length > 0; at += bytes.length)
    large.set(bytes.subarray(0, byteLength - at), at)
  return large
})

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 })

function cut(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
  const bounds = [0, ...at.map(part => Math.floor(part * bytes.length)).sort((a, b) => a - b), bytes.length]
  return bounds.slice(1).map((end, i) => bytes.subarray(bounds[i], end))
}

function compress(slices: readonly Uint8Array[], byteLength: number): Uint8Array {
  const bound = codec.maxStoredByteLength(byteLength)
  const around = new Uint8Array(bound + 128).fill(guard)
  const written = codec.compress(slices, around.subarray(64, 64 + bound))
  const outside = [around.subarray(0, 64), around.subarray(64 + bound)]
  if (outside.some(bytes => bytes.some(byte => byte !== guard))) expect.fail('wrote outside of the target')
  return around.subarray(64, 64 + written)
}

test.each([
  ['small', body, 1500],
  ['large', largeBody, 120],
] as const)(
  '%s bodies in any pieces round trip, by our decoder and by lz4_flex',
  { timeout: 20_000 * runs(1) },
  (_, bodies, numRuns) => {
    fc.assert(
      fc.property(bodies, cuts, (bytes, at) => {
        const frame = compress(cut(bytes, at), bytes.byteLength)
        const back = new Uint8Array(bytes.byteLength)
        expect(codec.decompress(frame, back)).toBe(bytes.byteLength)
        expect(Buffer.compare(back, bytes)).toBe(0)
        expect(Buffer.compare(decompressFrameSync(Buffer.from(frame)), bytes)).toBe(0)
      }),
      { numRuns: runs(numRuns) },
    )
  },
)

test(
  'how the body is cut into slices changes nothing',
  () => {
    fc.assert(
      fc.property(largeBody, cuts, (bytes, at) => {
        const whole = compress([bytes], bytes.byteLength)
        expect(Buffer.compare(compress(cut(bytes, at), bytes.byteLength), whole)).toBe(0)
      }),
      { numRuns: runs(50) },
    )
  },
  20_000 * runs(1),
)

test(
  'a block is never written past the length of its source',
  () => {
    fc.assert(
      fc.property(body, fc.nat(40), (bytes, offset) => {
        const block = bytes.subarray(0, maxBlockByteLength)
        const target = new Uint8Array(offset + block.byteLength + 64).fill(guard)
        const written = encoder.encode(block, target, offset)
        expect(written).toBeLessThanOrEqual(Math.max(0, block.byteLength - 1))
        const outside = [target.subarray(0, offset), target.subarray(offset + block.byteLength)]
        expect(outside.every(bytes => bytes.every(byte => byte === guard))).toBe(true)
      }),
      { numRuns: runs(1500) },
    )
  },
  20_000 * runs(1),
)

test('noise is stored as it is, and costs eleven bytes and four for each block', () => {
  let state = 1
  const bytes = Uint8Array.from({ length: 200_000 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 24
  })
  const frame = compress([bytes], bytes.byteLength)
  expect(frame.byteLength).toBe(bytes.byteLength + 11 + 4 * 4)
  expect(frame.byteLength).toBe(codec.maxStoredByteLength(bytes.byteLength))
})

test('a column of consecutive 64-bit integers halves', () => {
  const words = BigUint64Array.from({ length: 32768 }, (_, i) => BigInt(i))
  const bytes = new Uint8Array(words.buffer)
  expect(compress([bytes], bytes.byteLength).byteLength).toBeLessThan(bytes.byteLength * 0.51)
})

describe('the lz4 tool', () => {
  const { error } = spawnSync('lz4', ['--version'])

  test('decodes our frames', context => {
    if (error !== undefined) {
      console.warn('lz4 is not installed (Debian: apt install lz4): our frames were decoded by lz4_flex only')
      context.skip()
    }
    for (const [bytes, at] of fc.sample(fc.tuple(fc.oneof(body, largeBody), cuts), { numRuns: 25, seed: 1 })) {
      const frame = compress(cut(bytes, at), bytes.byteLength)
      const decoded = execFileSync('lz4', ['-dcq'], { input: frame, maxBuffer: 2 ** 24 })
      expect(Buffer.compare(decoded, bytes)).toBe(0)
    }
    console.info('25 of our frames were decoded by the lz4 tool')
  })
})
