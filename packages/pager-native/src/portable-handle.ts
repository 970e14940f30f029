// One payload of a portable pager: which verbs are still allowed. It holds the store and the payload, and neither holds it, so
// that a handle that its owner dropped can be collected.
import { planRanges } from './byte-ranges.js'
import type { MovableHandle } from './movable-pager.js'
import type { ByteRange, HandleToken } from './page-handle.js'
import type { BackendName } from './pager.js'
import { PagerError } from './pager-error.js'
import type { Payload, PortableStore } from './portable-store.js'

export class PortableHandle implements MovableHandle {
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
    const plan = planRanges(ranges, this.byteLength)
    const copy = this.#store.memory.allocate(plan.byteLength)
    this.#store.read(this.#payload, plan, new Uint8Array(copy))
    return copy
  }

  readInto(offset: number, target: Uint8Array): void {
    this.#checkOpen()
    if (!(target instanceof Uint8Array)) throw new TypeError('target must be a Uint8Array')
    this.#store.read(this.#payload, planRanges([{ offset, length: target.byteLength }], this.byteLength), target)
  }

  /** Nothing: node:fs reads into memory that JavaScript has, and that would be memory nobody has asked for yet. */
  prefetch(): void {}

  take(): ArrayBuffer {
    this.#checkOpen()
    const buffer = this.#store.take(this.#payload)
    this.#state = 'taken'
    return buffer
  }

  detach(): HandleToken {
    this.#checkOpen()
    const token = this.#store.detach(this, this.#payload)
    this.#state = 'taken'
    return token
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
    if (this.#state === 'taken') throw new PagerError('PAGER_HANDLE_TAKEN', 'the handle was taken or detached')
    if (this.#state === 'closed') throw new PagerError('PAGER_HANDLE_CLOSED', 'the handle was closed')
    if (this.#store.closed) throw new PagerError('PAGER_CLOSED', 'the pager of this handle was closed')
  }
}
