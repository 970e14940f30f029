// Payloads that show what was lost, moved or left behind: every byte depends on its position and on a seed.
import assert from 'node:assert/strict'

/** A prime, so that pages and slots of one payload differ; the rest of a payload repeats its first `period` bytes. */
const period = 65_521

export function pattern(byteLength: number, seed = 1): ArrayBuffer {
  const bytes = new Uint8Array(byteLength)
  fill(bytes, seed)
  return bytes.buffer
}

export function fill(bytes: Uint8Array, seed = 1): void {
  let state = Math.imul(seed, 0x9e3779b1) | 1
  const start = bytes.subarray(0, period)
  for (let i = 0; i < start.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    start[i] = state >>> 24
  }
  for (let filled = period; filled < bytes.length; filled *= 2) bytes.copyWithin(filled, 0, filled)
}

export function assertBytes(actual: ArrayBuffer | Uint8Array, expected: ArrayBuffer | Uint8Array, what: string): void {
  const a = Buffer.from(actual as ArrayBuffer)
  const b = Buffer.from(expected as ArrayBuffer)
  assert.equal(a.byteLength, b.byteLength, `${what}: wrong byteLength`)
  if (a.equals(b)) return
  const at = a.findIndex((byte, index) => byte !== b[index])
  assert.fail(`${what}: byte ${at} of ${b.byteLength} is ${a[at]} instead of ${b[at]}`)
}

export function concat(...buffers: readonly ArrayBuffer[]): Uint8Array {
  return Buffer.concat(buffers.map(buffer => Buffer.from(buffer)))
}

/** On Node 20 nothing tells a detached buffer from an empty one but the refusal of a view. */
export function assertDetached(buffer: ArrayBuffer, what: string): void {
  assert.equal(buffer.byteLength, 0, `${what} still has bytes`)
  assert.throws(() => new Uint8Array(buffer), TypeError, `${what} is not detached`)
}
