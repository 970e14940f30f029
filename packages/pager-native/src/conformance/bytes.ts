// Payloads that show what was lost, moved or left behind: every byte depends on its position and on a seed.
import assert from 'node:assert/strict'

/** Neighbouring bytes, pages and seeds differ; no run of it is zero, as fresh memory would be. */
export function pattern(byteLength: number, seed = 1): ArrayBuffer {
  const bytes = new Uint8Array(byteLength)
  fill(bytes, seed)
  return bytes.buffer
}

export function fill(bytes: Uint8Array, seed = 1): void {
  let state = Math.imul(seed, 0x9e3779b1) | 1
  for (let i = 0; i < bytes.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    bytes[i] = state >>> 24
  }
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
