// The pager on the native engine. Each pager object has an attachment to its engine; several may share one.
import type { EngineClient } from './engine-client.js'
import type { MovablePager } from './movable-pager.js'
import { NativeHandle } from './native-handle.js'
import { collectStats } from './native-stats.js'
import type { HandleToken } from './page-handle.js'
import type { BackendName, Chunk, PagerToken } from './pager.js'
import { checkBackend } from './pager-options.js'
import type { PagerStats } from './pager-stats.js'

export class NativePager implements MovablePager {
  readonly #client: EngineClient
  #backend: BackendName

  constructor(client: EngineClient, backend: BackendName) {
    this.#client = client
    this.#backend = backend
  }

  get backend(): BackendName {
    return this.#backend
  }

  set backend(backend: BackendName) {
    this.#backend = checkBackend(backend)
  }

  get closed(): boolean {
    return this.#client.closed
  }

  pageout(chunks: readonly Chunk[]): NativeHandle {
    return this.pageoutWith(this.#backend, chunks)
  }

  pageoutWith(backend: BackendName, chunks: readonly Chunk[]): NativeHandle {
    return this.#handle(this.#client.pageout(backend, chunks))
  }

  allocate(byteLength: number): ArrayBuffer {
    return this.#client.allocate(byteLength)
  }

  recycle(buffer: ArrayBuffer): void {
    this.#client.recycle(buffer)
  }

  share(): PagerToken {
    return { spillwayPager: this.#client.share() }
  }

  attach(token: HandleToken): NativeHandle {
    return this.#handle(this.#client.adopt(token))
  }

  /** Whether a page-out of this size would not wait for the write-behind window; if it would, the listener hears when to ask again. */
  hasRoom(backend: BackendName, byteLength: number): boolean {
    return this.#client.hasRoom(backend, byteLength)
  }

  /** Calls `listener` on a turn of its own; at most one, before the first question. */
  listen(listener: () => void): void {
    this.#client.listen(listener)
  }

  /** Whether the event loop stays alive for the listener. */
  holdLoop(hold: boolean): void {
    this.#client.holdLoop(hold)
  }

  stats(): PagerStats {
    return collectStats(target => this.#client.readStats(target), this.#client.smallBytes)
  }

  close(): void {
    this.#client.end()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #handle({ id, backend, byteLength }: { id: number; backend: BackendName; byteLength: number }): NativeHandle {
    const handle = new NativeHandle(this.#client, id, backend, byteLength)
    this.#client.watch(handle, id)
    return handle
  }
}
