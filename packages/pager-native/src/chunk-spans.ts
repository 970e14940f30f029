// From the chunks of a page-out to buffers that nobody else holds, without native help. Everything that can be wrong with chunks
// is found before the first of them changes, but for one mistake that JavaScript does not see on Node 20 (below).
import { checkPayload } from './buffer-allocation.js'
import { bufferOf, checkDetachable, checkDistinct } from './chunk-buffers.js'
import type { Chunk } from './pager.js'

/** A chunk that passed the checks: the first `byteLength` bytes of `buffer`. */
export interface ChunkSpan {
  readonly buffer: ArrayBuffer
  readonly byteLength: number
}

/** @throws TypeError as `Pager.pageoutWith` says */
export function checkChunks(chunks: readonly Chunk[], isLent: (buffer: ArrayBuffer) => boolean): readonly ChunkSpan[] {
  if (!Array.isArray(chunks)) throw new TypeError('chunks must be an array')
  const spans = Array.from(chunks, (chunk: Chunk) => ({
    buffer: bufferOf(chunk, isLent),
    byteLength: chunk.byteLength,
  }))
  checkDistinct(spans.map(span => span.buffer))
  checkPayload(spans.reduce((sum, span) => sum + span.byteLength, 0))
  return spans
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
  discard(spans.map(span => span.buffer))
  return payload.buffer
}

/** Detaches the buffers and frees their memory: at once where JavaScript can (from Node 22 on), else when it is collected. */
export function discard(buffers: readonly ArrayBuffer[]): void {
  for (const moved of detachAll(buffers)) free(moved)
}

/** Frees the memory of a buffer that nobody else holds, as `discard` does. */
export function free(buffer: ArrayBuffer): void {
  const { transfer } = buffer as ArrayBuffer & { transfer?: (newByteLength: number) => ArrayBuffer }
  transfer?.call(buffer, 0)
}

/**
 * Moves the buffers' memory into new buffers, or throws a TypeError and moves none. Node 20 has no `ArrayBuffer.prototype.transfer`,
 * and its `structuredClone` copies what cannot be detached instead of refusing it: `checkDetachable` finds WebAssembly's memories,
 * but not every addon's memory, which is found too late for the chunks beside it.
 */
export function detachAll(buffers: readonly ArrayBuffer[]): readonly ArrayBuffer[] {
  checkDetachable(buffers)
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
