// Frames of other encoders decode, whatever options they used; bytes that are not a frame, or not all of one, are an error and
// nothing worse. `frames/` holds frames of the reference system, and frames of the lz4 tool in all its variants.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { compressFrameSync } from 'lz4-napi'
import { describe, expect, test, vi } from 'vitest'
import { Lz4Codec } from '../src/index.js'
import { xxhash32 } from '../src/xxhash32.js'
import { frameBody } from './support/frame-body.js'
import { runs } from './support/runs.js'

/** What the block decoder was told to make at most, and so allocated. */
const limits = vi.hoisted((): number[] => [])
vi.mock('lz4-napi', async original => {
  const real = await original<typeof import('lz4-napi')>()
  const uncompressSync: typeof real.uncompressSync = (data, dict) => {
    limits.push(Buffer.from(data).readUInt32LE(0))
    return real.uncompressSync(data, dict)
  }
  return { ...real, uncompressSync }
})

const folder = join(import.meta.dirname, 'frames')
const read = (name: string) => new Uint8Array(readFileSync(join(folder, name)))
const frames = readdirSync(folder).filter(name => name.endsWith('.lz4'))
const bodyOf = (name: string) => (name.startsWith('body.') ? frameBody : read(`${name.split('.')[0]}.bin`))
const codec = new Lz4Codec()
const guard = 0xa5
const guardBytes = new Uint8Array(64).fill(guard)

/** Decodes into the middle of a guarded buffer, and checks that nothing around the target was touched. */
function decode(frame: Uint8Array, byteLength: number): Uint8Array {
  const around = new Uint8Array(byteLength + 128).fill(guard)
  const target = around.subarray(64, 64 + byteLength)
  const before = Uint8Array.from(frame)
  try {
    return target.subarray(0, codec.decompress(frame, target))
  } finally {
    const outside = [around.subarray(0, 64), around.subarray(64 + byteLength)]
    if (outside.some(bytes => Buffer.compare(bytes, guardBytes) !== 0)) expect.fail('wrote outside of the target')
    if (Buffer.compare(before, frame) !== 0) expect.fail('changed the frame')
  }
}

const refused = (frame: Uint8Array, byteLength: number) => expect(() => decode(frame, byteLength))

test('there are frames of both origins', () => {
  expect(frames.filter(name => name.startsWith('body.')).length).toBeGreaterThanOrEqual(7)
  expect(frames.filter(name => name.endsWith('.align.lz4')).length).toBeGreaterThanOrEqual(4)
})

describe.each(frames)('%s', name => {
  const frame = read(name)
  const body = bodyOf(name)

  test('decodes to its body', () => {
    expect(Buffer.compare(decode(frame, body.byteLength), body)).toBe(0)
  })

  test.each([0, 1, 7])('decodes with %s zero bytes after it', padding => {
    const padded = new Uint8Array(frame.byteLength + padding)
    padded.set(frame)
    expect(Buffer.compare(decode(padded, body.byteLength), body)).toBe(0)
  })

  test('is refused with more behind it than padding', () => {
    for (const extra of [Uint8Array.of(1), new Uint8Array(8), frame]) {
      refused(Uint8Array.from(Buffer.concat([frame, extra])), body.byteLength).toThrow(/follows the frame/)
    }
  })

  test('is refused when it is cut short anywhere', () => {
    for (let length = 0; length < frame.byteLength; length++) {
      if (decodes(frame.slice(0, length), body.byteLength))
        expect.fail(`decoded ${length} of ${frame.byteLength} bytes`)
    }
  })

  test('does not overflow a target that is a byte too short', () => {
    refused(frame, body.byteLength - 1).toThrow()
  })

  test('says when it holds less than the target', () => {
    expect(decode(frame, body.byteLength + 1).byteLength).toBe(body.byteLength)
  })

  test(
    'with any one byte changed, it is refused or decodes within the target',
    () => {
      for (let at = 0; at < frame.byteLength; at++) {
        const changed = Uint8Array.from(frame)
        changed[at]! ^= at % 2 === 0 ? 0x01 : 0xf0
        decodes(changed, body.byteLength)
      }
    },
    20_000 * runs(1),
  )
})

test('a checksum notices a change that still decodes', () => {
  const frame = read('body.B4-BX.lz4')
  const other = read('body.B4.lz4')
  // The last literals of the last block: before end mark and block checksum, and before end mark and content checksum.
  frame[frame.byteLength - 4 - 4 - 1]! ^= 1
  other[other.byteLength - 4 - 4 - 1]! ^= 1
  refused(frame, frameBody.byteLength).toThrow(/a block .* is corrupt/)
  refused(other, frameBody.byteLength).toThrow(/the content is corrupt/)
})

test('a header is refused for each thing it may not say', () => {
  const frame = read('i64-0.lz4')
  const withByte = (at: number, byte: number) => {
    const changed = Uint8Array.from(frame)
    changed[at] = byte
    return changed
  }
  refused(withByte(0, 0x05), 16).toThrow(/not an lz4 frame/)
  refused(Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0), 16).toThrow(/not an lz4 frame/)
  refused(withByte(4, 0x20), 16).toThrow(/version 0/)
  refused(withByte(4, 0x62), 16).toThrow(/reserved/)
  refused(withByte(4, 0x61), 16).toThrow(/dictionary/)
  refused(withByte(5, 0x30), 16).toThrow(/reserved/)
  refused(withByte(5, 0xc0), 16).toThrow(/reserved/)
  refused(withByte(6, 0x83), 16).toThrow(/header is corrupt/)
})

test('a frame that ends within a block says so', () => {
  for (const name of ['body.B4.lz4', 'body.B4-BD.lz4'])
    refused(read(name).subarray(0, 100), 200_000).toThrow(/block at byte 7/)
  const raw = Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, 9, 0, 0, 0x80, 1, 2, 3, 0, 0, 0, 0)
  refused(raw, 100).toThrow(/block at byte 7/)
})

test('a frame that holds less than its header says is refused', () => {
  // All but the last block, behind the header that counts them all.
  const frame = read('body.B6-BD-BX-content-size.lz4')
  const empty = Uint8Array.from([...frame.subarray(0, 15), 0, 0, 0, 0])
  refused(empty, frameBody.byteLength).toThrow(/holds 0 bytes and its header says 150000/)
})

test('a small block allocates little, and the densest one decodes', () => {
  // Blocks of 4 MiB at most, each of one literal.
  const header = [0x60, 0x70]
  const start = [0x04, 0x22, 0x4d, 0x18, ...header, (xxhash32(Uint8Array.from(header)) >> 8) & 0xff]
  const blocks = Array.from({ length: 100 }, (_, i) => [2, 0, 0, 0, 0x10, i])
  limits.length = 0
  const body = decode(Uint8Array.from([...start, ...blocks.flat(), 0, 0, 0, 0]), 4 * 2 ** 20)
  expect(body).toEqual(Uint8Array.from({ length: 100 }, (_, i) => i))
  expect(Math.max(...limits)).toBe(2 * 255)

  const zeros = new Uint8Array(4 * 2 ** 20)
  const dense = Uint8Array.from(compressFrameSync(Buffer.from(zeros)))
  expect(dense.byteLength).toBeLessThan(zeros.byteLength / 250)
  expect(Buffer.compare(decode(dense, zeros.byteLength), zeros)).toBe(0)
})

test('a block longer than its frame allows is refused, raw or compressed', () => {
  // Block size 64 KiB, and a raw block of one byte more.
  const header = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82]
  const raw = new Uint8Array(7 + 4 + 65537 + 4)
  raw.set(header)
  raw.set([0x01, 0x00, 0x01, 0x80], 7)
  refused(raw, 100_000).toThrow(/longer than its frame allows/)
  // A frame of 4 MiB blocks whose header now says 64 KiB.
  const compressed = read('body.B7.lz4')
  const independent = Uint8Array.from([...header, ...compressed.subarray(7, compressed.byteLength - 4)])
  refused(independent, frameBody.byteLength).toThrow()
})

test(
  'bytes at random behind a good header are refused or decode within the target',
  () => {
    const header = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82]
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(300), fc.boolean(), (bytes, byteLength, sized) => {
        const size = sized ? [bytes.byteLength, 0, 0, 0] : []
        decodes(Uint8Array.from([...header, ...size, ...bytes]), byteLength)
      }),
      { numRuns: runs(5_000) },
    )
  },
  20_000 * runs(1),
)

test(
  'mutated frames are refused or decode within the target',
  () => {
    const change = fc.record({ at: fc.nat(), byte: fc.nat(255) })
    fc.assert(
      fc.property(fc.constantFrom(...frames), fc.array(change, { minLength: 1, maxLength: 6 }), (name, changes) => {
        const frame = read(name)
        for (const { at, byte } of changes) frame[at % frame.byteLength] = byte
        decodes(frame, Math.min(bodyOf(name).byteLength, 20_000))
      }),
      { numRuns: runs(2_000) },
    )
  },
  20_000 * runs(1),
)

test('frames with checksums of the other lz4 binding decode', () => {
  const body = Buffer.from(frameBody)
  for (const options of [
    { contentChecksum: true },
    { blockChecksums: true },
    { contentChecksum: true, blockChecksums: true },
  ]) {
    const frame = Uint8Array.from(compressFrameSync(body, options))
    expect(Buffer.compare(decode(frame, body.byteLength), body)).toBe(0)
  }
})

/** Whether it does. Fails when it does anything worse than to refuse. */
function decodes(frame: Uint8Array, byteLength: number): boolean {
  try {
    const { byteLength: written } = decode(frame, byteLength)
    if (!(written <= byteLength)) expect.fail(`claims to have written ${written} of ${byteLength} bytes`)
    return true
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'Error') throw error
    return false
  }
}
