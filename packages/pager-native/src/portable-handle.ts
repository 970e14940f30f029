// One payload of a portable pager: which verbs are still allowed. It holds the store and the payload, and neither holds it, so
// that a handle that its owner dropped can be collected.
import { checkRanges } from './memory-ranges.js'
import type { ByteRange, PageHandle } from './page-handle.js'
import type { BackendName } from './pager.js'
import { PagerError } from './pager-error.js'
import type { Payload, PortableStore } from './portable-store.js'

export class PortableHandle implements PageHandle {
  readonly byteLength: number
  readonly backend: BackendName
  readonly #store: PortableStore
  readonly #payload: Payload
  #state: 'open' | 'taken' | 'closed' = 'open'

  constructor(store: PortableStore, payload: Payload) {
    this.byteLength = payload.byteLength
    this.backend = payload.backend
    this.#store = store
    this.#payload = payload
    store.watch(this, payload)
  }

  get closed(): boolean {
    return this.#state !== 'open' || this.#store.closed
  }

  readAt(offset: number, length: number): ArrayBuffer {
    return this.readAtMany([{ offset, length }])
  }

  readAtMany(ranges: readonly ByteRange[]): ArrayBuffer {
    this.#checkOpen()
    checkRanges(ranges, this.byteLength)
    const copy = this.#store.memory.allocate(ranges.reduce((sum, range) => sum + range.length, 0))
    this.#store.read(this.#payload, ranges, new Uint8Array(copy))
    return copy
  }

  readInto(offset: number, target: Uint8Array): void {
    this.#checkOpen()
    if (!(target instanceof Uint8Array)) throw new TypeError('target must be a Uint8Array')
    const ranges = [{ offset, length: target.byteLength }]
    checkRanges(ranges, this.byteLength)
    this.#store.read(this.#payload, ranges, target)
  }

  /** Nothing: node:fs reads into memory that JavaScript has, and that would be memory nobody has asked for yet. */
  prefetch(): void {}

  take(): ArrayBuffer {
    this.#checkOpen()
    const buffer = this.#store.take(this.#payload)
    this.#state = 'taken'
    return buffer
  }

  close(): void {
    if (this.#state !== 'open') return
    this.#store.delete(this.#payload)
    this.#state = 'closed'
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #checkOpen(): void {
    if (this.#state === 'taken') throw new PagerError('PAGER_HANDLE_TAKEN', 'the handle was taken')
    if (this.#state === 'closed') throw new PagerError('PAGER_HANDLE_CLOSED', 'the handle was closed')
    if (this.#store.closed) throw new PagerError('PAGER_CLOSED', 'the pager of this handle was closed')
  }
}
