// From the chunks of a page-out to one buffer that nobody else holds. Everything that can be wrong with chunks is found before
// the first of them changes, but for one mistake that JavaScript cannot see (below).
import type { Chunk } from './pager.js'

/** A chunk that passed the checks: the first `byteLength` bytes of `buffer`. */
export interface ChunkSpan {
  readonly buffer: ArrayBuffer
  readonly byteLength: number
}

export function checkChunks(chunks: readonly Chunk[], lent: (buffer: ArrayBuffer) => boolean): readonly ChunkSpan[] {
  if (!Array.isArray(chunks)) throw new TypeError('chunks must be an array of ArrayBuffers or views')
  const spans = chunks.map((chunk: Chunk, index) => checkChunk(chunk, index, lent))
  if (new Set(spans.map(span => span.buffer)).size < spans.length) {
    throw new TypeError('two chunks are the same buffer')
  }
  return spans
}

function checkChunk(chunk: Chunk, index: number, lent: (buffer: ArrayBuffer) => boolean): ChunkSpan {
  const buffer: unknown = ArrayBuffer.isView(chunk) ? chunk.buffer : chunk
  if (!(buffer instanceof ArrayBuffer)) {
    throw new TypeError(`chunk ${index} is neither an ArrayBuffer nor a view of one`)
  }
  if (detached(buffer)) throw new TypeError(`chunk ${index} is detached`)
  const offset = ArrayBuffer.isView(chunk) ? chunk.byteOffset : 0
  const whole = offset === 0 && chunk.byteLength === buffer.byteLength
  if (!whole && !(offset === 0 && lent(buffer))) {
    throw new TypeError(`chunk ${index} is a view of a part of its buffer, and the page-out would consume all of it`)
  }
  return { buffer, byteLength: chunk.byteLength }
}

/** The spans' bytes in one buffer; detaches every span's buffer, or throws and leaves all of them alone. */
export function consumeSpans(spans: readonly ChunkSpan[]): ArrayBuffer {
  const [first] = spans
  if (spans.length === 1 && first!.byteLength === first!.buffer.byteLength) return detachAll([first!.buffer])[0]!
  const payload = new Uint8Array(spans.reduce((sum, span) => sum + span.byteLength, 0))
  let position = 0
  for (const { buffer, byteLength } of spans) {
    payload.set(new Uint8Array(buffer, 0, byteLength), position)
    position += byteLength
  }
  detachAll(spans.map(span => span.buffer))
  return payload.buffer
}

/**
 * Moves the buffers' memory into new buffers. Node 20 has no `ArrayBuffer.prototype.transfer`. Nothing in JavaScript tells
 * beforehand that a buffer cannot be detached (WebAssembly memories, memory of some addons): the mistake is found, but the chunks
 * beside it are gone. Native code can ask first.
 */
export function detachAll(buffers: readonly ArrayBuffer[]): readonly ArrayBuffer[] {
  let moved: readonly ArrayBuffer[]
  try {
    moved = structuredClone(buffers, { transfer: [...buffers] })
  } catch (cause) {
    throw new TypeError('a buffer cannot be detached', { cause })
  }
  if (buffers.some(buffer => !detached(buffer))) throw new TypeError('a buffer cannot be detached')
  return moved
}

export function detached(buffer: ArrayBuffer): boolean {
  if (buffer.byteLength > 0) return false
  try {
    new Uint8Array(buffer)
    return false
  } catch {
    return true
  }
}
