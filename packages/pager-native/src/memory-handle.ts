// One payload of a memory pager. It never touches another handle, and holds the store by reference and the payload by number, so
// that a handle that its owner dropped can be collected.
import { planRanges, type RangePlan } from './byte-ranges.js'
import type { MemoryStore } from './memory-store.js'
import type { ByteRange, PageHandle } from './page-handle.js'
import type { BackendName } from './pager.js'
import { PagerError } from './pager-error.js'

export class MemoryHandle implements PageHandle {
  readonly byteLength: number
  readonly backend: BackendName
  readonly #store: MemoryStore
  readonly #id: number
  #state: 'open' | 'taken' | 'closed' = 'open'

  constructor(store: MemoryStore, backend: BackendName, payload: ArrayBuffer) {
    this.byteLength = payload.byteLength
    this.backend = backend
    this.#store = store
    this.#id = store.insert(payload)
    store.watch(this, this.#id)
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
    this.#store.mayFail('read')
    return copyRanges(this.#store.get(this.#id), plan)
  }

  readInto(offset: number, target: Uint8Array): void {
    this.#checkOpen()
    if (!(target instanceof Uint8Array)) throw new TypeError('target must be a Uint8Array')
    target.set(new Uint8Array(this.readAt(offset, target.byteLength)))
  }

  prefetch(): void {}

  take(): ArrayBuffer {
    this.#checkOpen()
    this.#store.mayFail('take')
    const payload = this.#store.get(this.#id)
    this.#store.delete(this.#id)
    this.#state = 'taken'
    return this.#store.lend(payload)
  }

  close(): void {
    if (this.#state !== 'open') return
    this.#store.discard(this.#id)
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

function copyRanges(payload: ArrayBuffer, { pairs, byteLength }: RangePlan): ArrayBuffer {
  const copy = new Uint8Array(byteLength)
  let position = 0
  for (let i = 0; i < pairs.length; i += 2) {
    const range = new Uint8Array(payload, pairs[i]!, pairs[i + 1]!)
    copy.set(range, position)
    position += range.byteLength
  }
  return copy.buffer
}
