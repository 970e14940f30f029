// A handle of the native engine: a number, and what a caller may still do with it. Refuses everything once it has ended.
import type { EngineClient } from './engine-client.js'
import type { MovableHandle } from './movable-pager.js'
import type { ByteRange, HandleToken } from './page-handle.js'
import type { BackendName } from './pager.js'
import { PagerError } from './pager-error.js'

export class NativeHandle implements MovableHandle {
  readonly byteLength: number
  readonly backend: BackendName
  readonly #client: EngineClient
  readonly #id: number
  #state: 'live' | 'taken' | 'closed' = 'live'

  constructor(client: EngineClient, id: number, backend: BackendName, byteLength: number) {
    this.#client = client
    this.#id = id
    this.backend = backend
    this.byteLength = byteLength
  }

  get closed(): boolean {
    return this.#state !== 'live' || this.#client.closed
  }

  readAt(offset: number, length: number): ArrayBuffer {
    return this.readAtMany([{ offset, length }])
  }

  readAtMany(ranges: readonly ByteRange[]): ArrayBuffer {
    this.#checkLive()
    return this.#client.read(this.#id, ranges, this.byteLength)
  }

  readInto(offset: number, target: Uint8Array): void {
    this.#checkLive()
    this.#client.readInto(this.#id, offset, target, this.byteLength)
  }

  prefetch(): void {
    if (!this.closed) this.#client.prefetch(this.#id)
  }

  /** Whether reads and `take` would not wait for the disk; if they would, the pager's listener hears when to ask again. */
  isReady(): boolean {
    return this.#client.isReady(this.#id)
  }

  take(): ArrayBuffer {
    this.#checkLive()
    const buffer = this.#client.take(this.#id, this.byteLength)
    this.#state = 'taken'
    return buffer
  }

  detach(): HandleToken {
    this.#checkLive()
    const token = this.#client.disown(this.#id)
    this.#state = 'taken'
    return token
  }

  close(): void {
    if (this.#state !== 'live') return
    this.#state = 'closed'
    this.#client.close(this.#id)
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #checkLive(): void {
    if (this.#state === 'taken') throw new PagerError('PAGER_HANDLE_TAKEN', 'this handle was taken or detached')
    if (this.#state === 'closed') throw new PagerError('PAGER_HANDLE_CLOSED', 'this handle was closed')
    this.#client.checkOpen()
  }
}
