// What a page-out consumes: chunks, checked and taken apart into buffers and lengths. Finds every mistake before anything moves.
import { isArrayBuffer } from 'node:util/types'
import workerThreads from 'node:worker_threads'
import type { Chunk } from './pager.js'

/**
 * The buffer that a chunk consumes.
 *
 * @throws TypeError as `Pager.pageoutWith` says
 */
export function bufferOf(chunk: Chunk, isLent: (buffer: ArrayBuffer) => boolean): ArrayBuffer {
  if (isArrayBuffer(chunk)) {
    if (chunk.byteLength === 0) checkAttached(chunk)
    return chunk
  }
  if (!ArrayBuffer.isView(chunk)) throw new TypeError('a chunk must be an ArrayBuffer or a view of one')
  const { buffer, byteOffset, byteLength } = chunk
  if (!isArrayBuffer(buffer)) throw new TypeError('a chunk must not be a view of shared memory')
  if (buffer.byteLength === 0) checkAttached(buffer)
  const whole = byteOffset === 0 && byteLength === buffer.byteLength
  if (!whole && !(byteOffset === 0 && isLent(buffer))) {
    throw new TypeError('a chunk must span all of its buffer, unless it is the first bytes of one that this pager lent')
  }
  return buffer
}

// Not in Node 20.
const { isMarkedAsUntransferable } = workerThreads as {
  readonly isMarkedAsUntransferable?: (buffer: ArrayBuffer) => boolean
}

/**
 * True for buffers that `markAsUntransferable` was called with, and for the memory of addons. From Node 24 on the former abort the
 * process when native code detaches them, and nothing tells them from the latter. Node 20 calls none marked, and detaches all.
 */
export function isMarked(buffer: ArrayBuffer): boolean {
  return isMarkedAsUntransferable?.(buffer) === true
}

/** True for buffers of which only detaching them tells whether it can be done. */
export function isDoubtful(buffer: ArrayBuffer): boolean {
  // The addon detaches empty ones first: with those nothing is lost.
  return isMarked(buffer) || (buffer.byteLength > 0 && looksUndetachable(buffer))
}

/** WebAssembly's memories, which only it may detach, are whole pages of this size. */
const wasmPageBytes = 65536

/** @throws TypeError one of several buffers cannot be detached, which would otherwise come out when others are detached already */
export function checkDetachable(buffers: readonly ArrayBuffer[]): void {
  if (buffers.length > 1 && buffers.some(looksUndetachable)) throw new TypeError('a buffer cannot be detached')
}

// Nothing asks V8. But a transfer list that names a buffer twice is refused before anything in it moves, in words that depend on
// whether the buffer could have been moved. The memory of addons looks like WebAssembly's.
function looksUndetachable(buffer: ArrayBuffer): boolean {
  if (buffer.byteLength % wasmPageBytes !== 0) return false
  return refusalOfTwice(buffer) !== refusalOfDetachable
}

const refusalOfDetachable = refusalOfTwice(new ArrayBuffer(1))

function refusalOfTwice(buffer: ArrayBuffer): string | undefined {
  try {
    structuredClone(undefined, { transfer: [buffer, buffer] })
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** @throws TypeError two chunks have the same buffer */
export function checkDistinct(buffers: readonly ArrayBuffer[]): void {
  if (new Set(buffers).size !== buffers.length) throw new TypeError('a buffer is given twice')
}

// A detached buffer and an empty one look the same, except that a view of the former cannot be made. (`detached` came with Node 21.)
function checkAttached(buffer: ArrayBuffer): void {
  try {
    new Uint8Array(buffer)
  } catch (cause) {
    throw new TypeError('a chunk is detached', { cause })
  }
}
