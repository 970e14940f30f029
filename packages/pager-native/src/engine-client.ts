// One pager object's use of the addon: which buffers are copied and which are moved, what the addon's errors are called, and
// what happens to handles that were dropped. Pager and handle classes are thin layers over it.

import { isArrayBuffer } from 'node:util/types'
import { type Attachment, publicError } from './binding.js'
import { checkAllocation, checkPayload, freshBuffer } from './buffer-allocation.js'
import { planRanges } from './byte-ranges.js'
import { bufferOf, checkDistinct, isDoubtful, isMarked } from './chunk-buffers.js'
import { free } from './chunk-spans.js'
import { LeakWarning } from './leak-warning.js'
import type { ByteRange, HandleToken } from './page-handle.js'
import type { BackendName, Chunk } from './pager.js'
import { PagerError } from './pager-error.js'
import { SmallBuffers } from './small-buffers.js'

// Buffers of this size and more are external, in a slot. Measured per round trip: an external one costs 3 us at any size, a copied
// one 2.5 us at 16 KiB, 3 us at 32 KiB, 6 to 8 us at 64 KiB.
const externalBytes = 32 * 1024
const backendNames: readonly BackendName[] = ['swap', 'file']

/** A payload as the addon knows it. */
export interface PayloadRef {
  readonly id: number
  readonly backend: BackendName
  readonly byteLength: number
}

export class EngineClient {
  readonly #attachment: Attachment
  readonly #small: SmallBuffers
  readonly #dropped: FinalizationRegistry<number>
  readonly #isLent = (buffer: ArrayBuffer) => this.#small.has(buffer) || this.#attachment.isLent(buffer)
  #closed = false

  constructor(attachment: Attachment) {
    this.#attachment = attachment
    this.#small = new SmallBuffers(detacherOf(attachment))
    const warning = new LeakWarning()
    this.#dropped = new FinalizationRegistry(id => {
      if (!this.#closed && attachment.closeLeaked(id)) warning.give()
    })
  }

  get closed(): boolean {
    return this.#closed
  }

  /** What the addon does not know of. */
  get smallBytes(): { readonly lent: number; readonly warm: number } {
    return { lent: this.#small.lentBytes, warm: this.#small.freeBytes }
  }

  checkOpen(): void {
    if (this.#closed) throw new PagerError('PAGER_CLOSED', 'this pager was closed')
  }

  /** Has the payload closed when `handle` is collected, unless it has ended by then. */
  watch(handle: object, id: number): void {
    this.#dropped.register(handle, id)
  }

  pageout(backend: BackendName, chunks: readonly Chunk[]): PayloadRef {
    this.checkOpen()
    if (!Array.isArray(chunks)) throw new TypeError('chunks must be an array')
    const number = backendNames.indexOf(backend)
    if (number < 0) throw new TypeError(`backend must be 'swap' or 'file', not ${String(backend)}`)
    if (chunks.length === 1) return this.#pageoutOne(number, backend, chunks[0])
    const buffers = Array.from(chunks, (chunk: Chunk) => bufferOf(chunk, this.#isLent))
    const byteLengths = Array.from(chunks, (chunk: Chunk) => chunk.byteLength)
    const byteLength = byteLengths.reduce((sum, length) => sum + length, 0)
    checkDistinct(buffers)
    checkPayload(byteLength)
    // The addon's own slots are detached by the addon, marked or not.
    const doubtful = buffers.filter(buffer => !this.#attachment.isLent(buffer) && isDoubtful(buffer))
    if (doubtful.length > 0) return this.#pageoutCarefully(backend, buffers, byteLengths, doubtful)
    const id = this.#call(() => this.#attachment.pageout(number, buffers, byteLengths))
    for (const buffer of buffers) this.#small.end(buffer)
    return { id, backend, byteLength }
  }

  // The usual case, and for small chunks the one where every step counts.
  #pageoutOne(number: number, backend: BackendName, chunk: Chunk): PayloadRef {
    const buffer = bufferOf(chunk, this.#isLent)
    const { byteLength } = chunk
    if (isMarked(buffer) && !this.#attachment.isLent(buffer)) {
      return this.#pageoutCarefully(backend, [buffer], [byteLength], [buffer])
    }
    const isOurs = this.#small.has(buffer)
    let id: number
    try {
      id = this.#attachment.pageout(number, buffer, byteLength, isOurs)
    } catch (error) {
      throw publicError(error)
    }
    if (isOurs) this.#reclaimOrUndo(buffer, id)
    else this.#small.end(buffer)
    return { id, backend, byteLength }
  }

  #reclaimOrUndo(buffer: ArrayBuffer, id: number): void {
    try {
      this.#small.reclaim(buffer)
    } catch (error) {
      this.#attachment.close(id)
      throw error
    }
  }

  // Of the doubtful buffers only detaching them tells whether they can be: the bytes are paged out as a copy first. When the second
  // of them cannot be, the first is gone already (DECISIONS.md).
  #pageoutCarefully(
    backend: BackendName,
    buffers: readonly ArrayBuffer[],
    byteLengths: readonly number[],
    doubtful: readonly ArrayBuffer[],
  ): PayloadRef {
    const copy = new Uint8Array(this.allocate(byteLengths.reduce((sum, length) => sum + length, 0)))
    let id: number | undefined
    try {
      let position = 0
      for (const [i, buffer] of buffers.entries()) {
        copy.set(new Uint8Array(buffer, 0, byteLengths[i]), position)
        position += byteLengths[i]!
      }
      const payload = this.pageout(backend, [copy.buffer])
      id = payload.id
      for (const buffer of doubtful) this.#detachDoubtful(buffer)
      for (const buffer of doubtful) this.#small.end(buffer)
      for (const buffer of buffers) if (!doubtful.includes(buffer)) this.#consume(buffer)
      return payload
    } catch (error) {
      if (id !== undefined) this.close(id)
      else this.recycle(copy.buffer)
      throw error
    }
  }

  #detachDoubtful(buffer: ArrayBuffer): void {
    // From Node 24 on native code must not try what is marked; Node 20 has nothing else.
    if ('transfer' in buffer) free(buffer)
    else this.#attachment.detach(buffer)
  }

  #consume(buffer: ArrayBuffer): void {
    if (this.#small.has(buffer)) this.#small.reclaim(buffer)
    else if (!this.#attachment.recycle(buffer)) this.#attachment.detach(buffer)
    this.#small.end(buffer) // also one that another pager lent
  }

  read(id: number, ranges: readonly ByteRange[], payloadBytes: number): ArrayBuffer {
    const { pairs, byteLength } = planRanges(ranges, payloadBytes)
    const target = freshBuffer(byteLength)
    if (byteLength > 0) this.#call(() => this.#attachment.read(id, pairs, target))
    return target
  }

  readInto(id: number, offset: number, target: Uint8Array, payloadBytes: number): void {
    if (!(target instanceof Uint8Array)) throw new TypeError('target must be a Uint8Array')
    const { pairs } = planRanges([{ offset, length: target.byteLength }], payloadBytes)
    if (pairs.length > 0) this.#call(() => this.#attachment.read(id, pairs, target))
  }

  isReady(id: number): boolean {
    return this.#call(() => this.#attachment.isReady(id))
  }

  hasRoom(backend: BackendName, byteLength: number): boolean {
    return this.#attachment.hasRoom(backendNames.indexOf(backend), byteLength)
  }

  listen(listener: () => void): void {
    this.#attachment.listen(listener)
  }

  holdLoop(hold: boolean): void {
    this.#attachment.holdLoop(hold)
  }

  prefetch(id: number): void {
    this.#attachment.prefetch(id)
  }

  take(id: number, byteLength: number): ArrayBuffer {
    let buffer: ArrayBuffer | undefined
    try {
      if (byteLength >= externalBytes) return this.#attachment.take(id, byteLength)
      buffer = this.#small.lend(byteLength)
      this.#attachment.takeInto(id, buffer)
      return buffer
    } catch (error) {
      if (buffer !== undefined) this.#small.reclaim(buffer)
      throw publicError(error)
    }
  }

  allocate(byteLength: number): ArrayBuffer {
    this.checkOpen()
    checkAllocation(byteLength)
    if (byteLength < externalBytes) return this.#small.lend(byteLength)
    return this.#call(() => this.#attachment.allocate(byteLength))
  }

  recycle(buffer: ArrayBuffer): void {
    if (!isArrayBuffer(buffer)) throw new TypeError('only an ArrayBuffer can be recycled')
    if (this.#small.has(buffer)) this.#small.reclaim(buffer)
    else this.#attachment.recycle(buffer)
  }

  close(id: number): void {
    this.#attachment.close(id)
  }

  disown(id: number): HandleToken {
    return { spillwayHandle: this.#call(() => this.#attachment.disown(id)).toString(16) }
  }

  adopt(token: HandleToken): PayloadRef {
    this.checkOpen()
    const name = token?.spillwayHandle
    if (typeof name !== 'string' || !/^[0-9a-f]{1,16}$/.test(name)) {
      throw new PagerError('PAGER_UNKNOWN_TOKEN', 'this is not a token that a handle gave')
    }
    const [id, backend, byteLength] = this.#call(() => this.#attachment.adopt(BigInt(`0x${name}`)))
    return { id, backend: backendNames[backend]!, byteLength }
  }

  share(): string {
    this.checkOpen()
    return this.#attachment.share()
  }

  readStats(target: Float64Array): void {
    this.#attachment.stats(target)
  }

  end(): void {
    if (this.#closed) return
    this.#closed = true
    this.#attachment.end()
  }

  #call<T>(verb: () => T): T {
    try {
      return verb()
    } catch (error) {
      throw publicError(error)
    }
  }
}

// Out here, so that nothing else is captured: lent buffers keep their lender, and must not keep a dropped pager's engine.
function detacherOf(attachment: Attachment): (buffer: ArrayBuffer) => void {
  const dropped = new WeakRef(attachment)
  return buffer => dropped.deref()?.detach(buffer)
}
