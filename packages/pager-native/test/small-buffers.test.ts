// Small buffers: their memory serves the next one of the same length, whoever held it before finds nothing, and what waits is bounded.
import { expect, test } from 'vitest'
import { SmallBuffers } from '../src/small-buffers.js'

test('memory that came back serves the next buffer of its length, and the old buffer is detached', () => {
  const small = new SmallBuffers()
  const first = small.lend(4112)
  new Uint8Array(first).fill(7)
  small.reclaim(first)
  expect([first.byteLength, small.freeBytes, small.lentBytes]).toEqual([0, 4112, 0])
  expect(new Uint8Array(small.lend(4104)).every(byte => byte === 0)).toBe(true)
  const second = small.lend(4112)
  expect(new Uint8Array(second).every(byte => byte === 7)).toBe(true)
  expect([small.freeBytes, small.lentBytes]).toEqual([0, 4112 + 4104])
})

test('memory that waits is bounded over all lengths', () => {
  const small = new SmallBuffers()
  const lent = Array.from({ length: 300 }, (_, i) => small.lend(8192 + 8 * (i % 3)))
  for (const buffer of lent) small.reclaim(buffer)
  expect(small.freeBytes).toBeLessThanOrEqual(2 ** 20)
  expect(small.freeBytes).toBeGreaterThan(2 ** 19)
})

test('a buffer that its borrower detached is no longer lent, and leaves nothing behind', () => {
  const small = new SmallBuffers()
  const buffer = small.lend(1000)
  structuredClone(buffer, { transfer: [buffer] })
  small.reclaim(buffer)
  expect([small.freeBytes, small.lentBytes]).toEqual([0, 0])
})
