// One pager object's use of the addon: which buffers are copied and which are moved, what the addon's errors are called, and
// what happens to handles that were dropped. Pager and handle classes are thin layers over it.
import { type Attachment, publicError } from './binding.js'
import { planRanges } from './byte-ranges.js'
import { bufferOf, checkDistinct } from './chunk-buffers.js'
import type { ByteRange, HandleToken } from './page-handle.js'
import type { BackendName, Chunk } from './pager.js'
import { PagerError } from './pager-error.js'
import { SmallBuffers } from './small-buffers.js'

/** Buffers of this size and more are external, in a slot; making one costs a microsecond, about what copying 128 KiB costs. */
const externalBytes = 256 * 1024
const backendNames: readonly BackendName[] = ['swap', 'file']

/** A payload as the addon knows it. */
export interface PayloadRef {
  readonly id: number
  readonly backend: BackendName
  readonly byteLength: number
}

export class EngineClient {
  readonly #attachment: Attachment
  readonly #small = new SmallBuffers()
  readonly #dropped: FinalizationRegistry<number>
  #closed = false

  constructor(attachment: Attachment) {
    this.#attachment = attachment
    let warned = false
    this.#dropped = new FinalizationRegistry(id => {
      if (this.#closed || !attachment.closeLeaked(id) || warned) return
      warned = true
      process.emitWarning('a page handle was collected without take or close; its payload has been discarded', {
        code: 'PAGER_HANDLE_LEAKED',
        detail: 'Later leaks of this pager are counted in stats().counters.handlesLeaked.',
      })
    })
  }

  get closed(): boolean {
    return this.#closed
  }

  get lentBytes(): number {
    return this.#small.lentBytes
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
    const isLent = (buffer: ArrayBuffer) => this.#small.has(buffer) || this.#attachment.isLent(buffer)
    const buffers = chunks.map((chunk: Chunk) => bufferOf(chunk, isLent))
    const byteLengths = chunks.map((chunk: Chunk) => chunk.byteLength)
    if (buffers.length > 1) checkDistinct(buffers)
    const byteLength = byteLengths.reduce((sum, length) => sum + length, 0)
    const id = this.#call(() =>
      buffers.length === 1
        ? this.#attachment.pageout(number, buffers[0]!, byteLength)
        : this.#attachment.pageout(number, buffers, byteLengths),
    )
    for (const buffer of buffers) this.#small.end(buffer)
    return { id, backend, byteLength }
  }

  read(id: number, ranges: readonly ByteRange[], payloadBytes: number): ArrayBuffer {
    const { pairs, byteLength } = planRanges(ranges, payloadBytes)
    const target = new ArrayBuffer(byteLength)
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
    if (byteLength >= externalBytes) return this.#call(() => this.#attachment.take(id, byteLength))
    const buffer = this.#small.lend(byteLength)
    try {
      this.#call(() => this.#attachment.takeInto(id, buffer))
    } catch (error) {
      this.#small.end(buffer)
      throw error
    }
    return buffer
  }

  allocate(byteLength: number): ArrayBuffer {
    this.checkOpen()
    if (!Number.isSafeInteger(byteLength) || byteLength < 0) {
      throw new RangeError(`byteLength must be a whole number of bytes, not ${byteLength}`)
    }
    if (byteLength < externalBytes) return this.#small.lend(byteLength)
    return this.#call(() => this.#attachment.allocate(byteLength))
  }

  recycle(buffer: ArrayBuffer): void {
    if (this.#small.end(buffer)) structuredClone(buffer, { transfer: [buffer] })
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
