// How much memory the portable pager takes for itself. Calls are synchronous, so that nothing is collected between two looks.
import { expect, test } from 'vitest'
import { pattern } from '../src/conformance/bytes.js'
import { createPortablePager } from '../src/portable-pager.js'

const mebibyte = 2 ** 20
const payloadBytes = 32 * mebibyte + 5

function growthOf(work: () => void): number {
  const before = process.memoryUsage().arrayBuffers
  work()
  return process.memoryUsage().arrayBuffers - before
}

test('page-out and reads take nothing beside the payload', () => {
  using pager = createPortablePager({ warmBytes: 0 })
  const chunk = pattern(payloadBytes)
  const target = new Uint8Array(payloadBytes)
  let handle = pager.pageout([])
  expect(
    growthOf(() => {
      handle = pager.pageout([chunk])
    }),
  ).toBeLessThan(mebibyte)
  expect(growthOf(() => handle.readInto(0, target))).toBeLessThan(mebibyte)
  expect(growthOf(() => handle.readInto(7, target.subarray(7)))).toBeLessThan(mebibyte)
  expect(growthOf(() => void handle.readAt(1, mebibyte))).toBeLessThan(2 * mebibyte)
  expect(growthOf(() => void handle.take())).toBeLessThan(payloadBytes + mebibyte)
})

test('round trips of one size use the same memory again and again', () => {
  using pager = createPortablePager()
  const roundTrip = () => {
    const buffer = pager.allocate(2 * mebibyte)
    const handle = pager.pageout([buffer])
    pager.recycle(handle.take())
  }
  roundTrip()
  expect(
    growthOf(() => {
      for (let i = 0; i < 100; i++) roundTrip()
    }),
  ).toBeLessThan(mebibyte)
  expect(pager.stats().bytes).toMatchObject({ warm: 2 * mebibyte, lent: 0 })
})

test('what is kept warm stays within warmBytes, and none of it outlives the pager', () => {
  const pager = createPortablePager({ warmBytes: mebibyte })
  for (let size = 100_000; size < 400_000; size += 7000) {
    pager.recycle(pager.allocate(size))
    expect(pager.stats().bytes.warm).toBeLessThanOrEqual(mebibyte)
  }
  expect(pager.stats().bytes.warm).toBeGreaterThan(mebibyte / 2)
  pager.recycle(pager.allocate(mebibyte + 1))
  expect(pager.stats().bytes.warm).toBeLessThanOrEqual(mebibyte)
  const lent = pager.allocate(100_000)
  pager.close()
  expect(pager.stats().bytes.warm).toBe(0)
  pager.recycle(lent)
  expect(pager.stats().bytes).toMatchObject({ warm: 0, lent: 0 })
})
