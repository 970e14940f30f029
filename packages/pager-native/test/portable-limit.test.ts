// The quota of the portable pager: what counts against it, and what happens at its border.
import { describe, expect, test } from 'vitest'
import { pattern } from '../src/conformance/bytes.js'
import { createPortablePager } from '../src/portable-pager.js'
import { extentBytesFor } from '../src/portable-segments.js'

const full = expect.objectContaining({ name: 'PagerError', code: 'PAGER_NO_SPACE' })

test('an extent is at most half as large again as what it holds in whole sectors', () => {
  for (let byteLength = 1; byteLength < 2 ** 33; byteLength = Math.ceil(byteLength * 1.01)) {
    const extentBytes = extentBytesFor(byteLength)
    const sectors = Math.ceil(byteLength / 4096) * 4096
    expect(extentBytes >= sectors && extentBytes <= sectors * 1.5 && extentBytes % 4096 === 0).toBe(true)
  }
  expect([1, 4096, 4097, 8193, 12_289, 2 ** 21, 2 ** 21 + 1].map(extentBytesFor)).toEqual([
    4096,
    4096,
    8192,
    12_288,
    16_384,
    2 ** 21,
    3 * 2 ** 20,
  ])
})

test('counts extents, to the byte, and swap payloads not at all', () => {
  using pager = createPortablePager({ scratchLimitBytes: 4 * 4096 })
  pager.pageoutWith('swap', [pattern(100_000)])
  const handles = [1, 4096, 5000].map(size => pager.pageout([pattern(size)]))
  expect(pager.stats().file).toMatchObject({ allocatedBytes: 4 * 4096, usedBytes: 4 * 4096 })
  expect(() => pager.pageout([pattern(1)])).toThrow(full)
  expect(pager.pageout([]).byteLength).toBe(0)
  expect(pager.stats().counters.noSpaceErrors).toBe(1)
  handles[0]!.close()
  expect(pager.pageout([pattern(1)]).byteLength).toBe(1)
})

describe('free extents of other sizes', () => {
  test('at the end of their file make room', () => {
    using pager = createPortablePager({ scratchLimitBytes: 2 ** 20 })
    for (let i = 0; i < 16; i++) pager.pageout([pattern(2 ** 16)])
    const { allocatedBytes } = pager.stats().file
    expect(allocatedBytes).toBe(2 ** 20)
    expect(() => pager.pageout([pattern(2 ** 19)])).toThrow(full)
    pager.close()

    using second = createPortablePager({ scratchLimitBytes: 2 ** 20 })
    const handles = Array.from({ length: 16 }, (_, i) => second.pageout([pattern(2 ** 16, i + 1)]))
    for (const handle of handles.slice(8)) handle.close()
    const large = second.pageout([pattern(2 ** 19, 99)])
    expect(() => second.pageout([pattern(1)])).toThrow(full)
    expect(Buffer.from(large.take()).equals(Buffer.from(pattern(2 ** 19, 99)))).toBe(true)
    // What was cut off grows again, and the free list has no extent twice.
    const again = Array.from({ length: 8 }, (_, i) => second.pageout([pattern(2 ** 16, i + 50)]))
    for (const [i, handle] of [...handles.slice(0, 8), ...again].entries()) {
      const seed = i < 8 ? i + 1 : i - 8 + 50
      expect(Buffer.from(handle.take()).equals(Buffer.from(pattern(2 ** 16, seed)))).toBe(true)
    }
    expect(second.stats().file.usedBytes).toBe(0)
  })

  test('in the middle of their file are lent to smaller payloads', () => {
    using pager = createPortablePager({ scratchLimitBytes: 4 * 2 ** 16 })
    const handles = [1, 2, 3, 4].map(seed => pager.pageout([pattern(2 ** 16, seed)]))
    handles[1]!.close()
    const small = pager.pageout([pattern(100, 9)])
    expect(() => pager.pageout([pattern(100)])).toThrow(full)
    expect(Buffer.from(small.readAt(0, 100)).equals(Buffer.from(pattern(100, 9)))).toBe(true)
    small.close()
    handles[1] = pager.pageout([pattern(2 ** 16, 2)])
    for (const [i, handle] of handles.entries()) {
      expect(Buffer.from(handle.take()).equals(Buffer.from(pattern(2 ** 16, i + 1)))).toBe(true)
    }
    expect(pager.stats().file).toMatchObject({ usedBytes: 0, allocatedBytes: 4 * 2 ** 16 })
  })
})

test.each([-1, Number.NaN])('scratchLimitBytes %d is a RangeError', scratchLimitBytes => {
  expect(() => createPortablePager({ scratchLimitBytes })).toThrow(RangeError)
})

test('no limit at all: a quota of nothing refuses everything', () => {
  using pager = createPortablePager({ scratchLimitBytes: 0 })
  expect(() => pager.pageout([pattern(1)])).toThrow(full)
})
