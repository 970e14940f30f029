// The reads that leave a handle alive: which ranges they accept, in which order bytes come, and whose the copy is.
import assert from 'node:assert/strict'
import type { ByteRange, PageHandle } from '../page-handle.js'
import { assertBytes, assertDetached, pattern } from './bytes.js'
import type { Check, Trial } from './check.js'

const byteLength = 300_007
const payload = new Uint8Array(pattern(byteLength, 3))

function page({ pager, backend }: Trial): PageHandle {
  return pager.pageoutWith(backend, [pattern(byteLength, 3)])
}

const range = (offset: number, length: number): ByteRange => ({ offset, length })

function assertRanges(handle: PageHandle, ...ranges: readonly ByteRange[]): void {
  const expected = Buffer.concat(ranges.map(({ offset, length }) => payload.subarray(offset, offset + length)))
  assertBytes(handle.readAtMany(ranges), expected, JSON.stringify(ranges))
}

export const rangeChecks: readonly Check[] = [
  {
    title: 'readAt reads one range, at odd offsets and over page borders',
    run(trial) {
      const handle = page(trial)
      for (const [offset, length] of [
        [0, 1],
        [0, byteLength],
        [1, 7],
        [4095, 2],
        [4096, 4096],
        [4097, 8191],
        [65_535, 131_073],
        [byteLength - 1, 1],
        [12_345, byteLength - 12_345],
      ] as const) {
        const expected = payload.subarray(offset, offset + length)
        assertBytes(handle.readAt(offset, length), expected, `readAt(${offset}, ${length})`)
        assertRanges(handle, range(offset, length))
      }
    },
  },
  {
    title: 'readAtMany concatenates in request order, also of adjacent ranges',
    run(trial) {
      const handle = page(trial)
      assertRanges(handle, range(100, 50), range(200_000, 5000), range(300, 20))
      assertRanges(handle, range(200_000, 5000), range(300, 20), range(100, 50))
      assertRanges(handle, range(0, 10), range(10, 10), range(20, 4096))
      assertRanges(handle, range(20, 4096), range(10, 10), range(0, 10))
      assertRanges(handle, range(4096, 4096), range(0, 4096), range(8192, 1))
      assertRanges(handle, ...Array.from({ length: 200 }, (_, i) => range(((i * 77) % 200) * 1500, 700)))
    },
  },
  {
    title: 'empty ranges are read as nothing and overlap nothing',
    run(trial) {
      const handle = page(trial)
      assertRanges(handle)
      assertRanges(handle, range(0, 0))
      assertRanges(handle, range(byteLength, 0))
      assertRanges(handle, range(5, 0), range(5, 0), range(0, 10), range(7, 0), range(10, 0), range(10, 5))
      assert.equal(handle.readAt(byteLength, 0).byteLength, 0)
    },
  },
  {
    title: 'a range outside the payload is a RangeError',
    run(trial) {
      const handle = page(trial)
      for (const [offset, length] of [
        [0, byteLength + 1],
        [byteLength, 1],
        [byteLength + 1, 0],
        [byteLength - 1, 2],
        [-1, 1],
        [-1, 0],
        [1, -1],
        [0.5, 1],
        [0, 1.5],
        [Number.NaN, 1],
        [0, Number.NaN],
        [Number.POSITIVE_INFINITY, 0],
        [0, Number.POSITIVE_INFINITY],
        [2 ** 32, 1],
        [2 ** 53, 2 ** 53],
        [1, 2 ** 64],
      ] as const) {
        assert.throws(() => handle.readAt(offset, length), RangeError, `readAt(${offset}, ${length})`)
        assert.throws(() => handle.readAtMany([range(0, 1), range(offset, length)]), RangeError)
      }
      assert.throws(() => handle.readInto(byteLength - 7, new Uint8Array(8)), RangeError)
      assert.throws(() => handle.readInto(-1, new Uint8Array(8)), RangeError)
      assert.throws(() => handle.readInto(byteLength + 1, new Uint8Array(0)), RangeError)
      assertRanges(handle, range(0, byteLength))
    },
  },
  {
    title: 'overlapping ranges are a RangeError, in any order',
    run(trial) {
      const handle = page(trial)
      for (const ranges of [
        [range(0, 10), range(9, 10)],
        [range(9, 10), range(0, 10)],
        [range(0, 10), range(0, 10)],
        [range(0, byteLength), range(500, 1)],
        [range(500, 1), range(0, byteLength)],
        [range(100, 10), range(0, 10), range(300, 10), range(105, 1)],
      ]) {
        assert.throws(() => handle.readAtMany(ranges), RangeError, JSON.stringify(ranges))
      }
      assertRanges(handle, range(0, byteLength))
    },
  },
  {
    title: 'a copy is the caller’s own',
    run(trial) {
      const handle = page(trial)
      const first = handle.readAt(0, 4096)
      new Uint8Array(first).fill(0xaa)
      assertBytes(handle.readAt(0, 4096), payload.subarray(0, 4096), 'readAt after the copy was written to')
      const whole = handle.readAt(0, byteLength)
      new Uint8Array(whole).fill(0xbb)
      assertRanges(handle, range(0, byteLength))
      trial.pager.recycle(whole)
      assert.equal(whole.byteLength, byteLength, 'recycle left the caller’s own buffer alone')
      handle.close()
      assert.equal(new Uint8Array(whole)[5], 0xbb, 'the copy outlives the handle')
      trial.pager.pageoutWith(trial.backend, [first]).close()
      assertDetached(first, 'a copy that was paged out')
    },
  },
  {
    title: 'readInto fills the target and nothing beside it',
    run(trial) {
      const handle = page(trial)
      for (const [offset, length] of [
        [0, byteLength],
        [4095, 4098],
        [byteLength - 3, 3],
        [7, 0],
      ] as const) {
        const around = new Uint8Array(length + 16).fill(0xcc)
        handle.readInto(offset, around.subarray(8, 8 + length))
        assertBytes(around.subarray(8, 8 + length), payload.subarray(offset, offset + length), `readInto(${offset})`)
        assertBytes(around.subarray(0, 8), new Uint8Array(8).fill(0xcc), 'before the target')
        assertBytes(around.subarray(8 + length), new Uint8Array(8).fill(0xcc), 'after the target')
      }
    },
  },
]
