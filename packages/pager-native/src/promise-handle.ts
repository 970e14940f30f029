// `PageHandle` for callers on an event loop that must not block: the verbs that may touch the disk return promises.
import type { MovableHandle } from './movable-pager.js'
import type { ByteRange, HandleToken } from './page-handle.js'
import type { BackendName } from './pager.js'
import type { PromiseEngine } from './promise-engine.js'

/** Every verb does what `PageHandle` says of the verb of that name. Verbs of one handle may be pending together, and go in order. */
export class PromiseHandle implements Disposable {
  readonly #handle: MovableHandle
  readonly #engine: PromiseEngine

  constructor(handle: MovableHandle, engine: PromiseEngine) {
    this.#handle = handle
    this.#engine = engine
  }

  get byteLength(): number {
    return this.#handle.byteLength
  }

  get backend(): BackendName {
    return this.#handle.backend
  }

  get closed(): boolean {
    return this.#handle.closed
  }

  /** As `PageHandle.readAt`; rejects with what that throws. */
  readAt(offset: number, length: number): Promise<ArrayBuffer> {
    return this.#engine.whenReady(this.#handle, () => this.#handle.readAt(offset, length))
  }

  /** As `PageHandle.readAtMany`; rejects with what that throws. */
  readAtMany(ranges: readonly ByteRange[]): Promise<ArrayBuffer> {
    return this.#engine.whenReady(this.#handle, () => this.#handle.readAtMany(ranges))
  }

  /** As `PageHandle.readInto`; leave `target` alone until it settles. */
  async readInto(offset: number, target: Uint8Array): Promise<void> {
    await this.#engine.whenReady(this.#handle, () => {
      this.#handle.readInto(offset, target)
      return true
    })
  }

  /** As `PageHandle.take`; rejects with what that throws, and the handle is then as it was. */
  take(): Promise<ArrayBuffer> {
    return this.#engine.whenReady(this.#handle, () => this.#handle.take())
  }

  /** As `PageHandle.prefetch`, at once. */
  prefetch(): void {
    this.#handle.prefetch()
  }

  /** As `MovableHandle.detach`, at once. Verbs that are pending reject with `PAGER_HANDLE_TAKEN`. */
  detach(): HandleToken {
    const token = this.#handle.detach()
    this.#engine.retry(this.#handle)
    return token
  }

  /** Verbs that are pending reject with `PAGER_HANDLE_CLOSED`. */
  close(): void {
    this.#handle.close()
    this.#engine.retry(this.#handle)
  }

  [Symbol.dispose](): void {
    this.close()
  }
}
