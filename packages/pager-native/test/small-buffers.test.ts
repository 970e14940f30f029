// Small buffers: their memory serves the next one of the same length where Node can move it, whoever held it before finds nothing,
// what waits is bounded, and what does not wait is freed at once.
import { expect, test, vi } from 'vitest'
import { SmallBuffers } from '../src/small-buffers.js'

const canMove = 'transfer' in ArrayBuffer.prototype

function smallBuffers() {
  const detach = vi.fn((buffer: ArrayBuffer) => void structuredClone(buffer, { transfer: [buffer] }))
  return { small: new SmallBuffers(detach), detach }
}

test.runIf(canMove)(
  'memory that came back serves the next buffer of its length, and the old buffer is detached',
  () => {
    const { small, detach } = smallBuffers()
    const first = small.lend(4112)
    new Uint8Array(first).fill(7)
    small.reclaim(first)
    expect([first.byteLength, small.freeBytes, small.lentBytes]).toEqual([0, 4112, 0])
    expect(new Uint8Array(small.lend(4104)).every(byte => byte === 0)).toBe(true)
    const second = small.lend(4112)
    expect(new Uint8Array(second).every(byte => byte === 7)).toBe(true)
    expect([small.freeBytes, small.lentBytes]).toEqual([0, 4112 + 4104])
    expect(detach).not.toHaveBeenCalled()
  },
)

test.runIf(canMove)('memory that waits is bounded over all lengths, and the rest is freed at once', () => {
  const { small, detach } = smallBuffers()
  const lent = Array.from({ length: 300 }, (_, i) => small.lend(8192 + 8 * (i % 3)))
  const { lentBytes } = small
  for (const buffer of lent) small.reclaim(buffer)
  expect(small.freeBytes).toBeLessThanOrEqual(2 ** 20)
  expect(small.freeBytes).toBeGreaterThan(2 ** 19)
  expect(detach.mock.calls.length * 8192).toBeGreaterThanOrEqual(lentBytes - small.freeBytes - 300 * 16)
})

test.runIf(canMove)('large buffers push out as many small ones as it takes, and tiny ones are not kept', () => {
  const { small } = smallBuffers()
  for (const [length, count] of [
    [300, 3000],
    [8, 1000],
    [32_000, 200],
  ] as const) {
    const lent = Array.from({ length: count }, () => small.lend(length))
    for (const buffer of lent) small.reclaim(buffer)
    expect(small.freeBytes).toBeLessThanOrEqual(2 ** 20)
  }
  const before = small.freeBytes
  small.reclaim(small.lend(8))
  expect(small.freeBytes).toBe(before)
})

test.runIf(!canMove)('memory that came back is freed at once', () => {
  const { small, detach } = smallBuffers()
  const buffer = small.lend(4112)
  small.reclaim(buffer)
  expect([buffer.byteLength, small.freeBytes, small.lentBytes]).toEqual([0, 0, 0])
  expect(detach).toHaveBeenCalledOnce()
})

test('a buffer that its borrower detached is no longer lent, and leaves nothing behind', () => {
  const { small, detach } = smallBuffers()
  const buffer = small.lend(1000)
  structuredClone(buffer, { transfer: [buffer] })
  small.reclaim(buffer)
  expect([small.freeBytes, small.lentBytes]).toEqual([0, 0])
  expect(detach).not.toHaveBeenCalled()
})
