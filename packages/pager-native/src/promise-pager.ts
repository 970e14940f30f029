// `Pager` for callers on an event loop that must not block. Only what may wait for the disk returns a promise.
import type { MovablePager } from './movable-pager.js'
import type { HandleToken } from './page-handle.js'
import type { BackendName, Chunk, PagerToken } from './pager.js'
import type { PagerStats } from './pager-stats.js'
import { PromiseEngine } from './promise-engine.js'
import { PromiseHandle } from './promise-handle.js'

/** Every verb does what `Pager` says of the verb of that name. */
export class PromisePager implements Disposable {
  readonly #pager: MovablePager
  readonly #engine: PromiseEngine

  constructor(pager: MovablePager, readAheadBytes: number) {
    this.#pager = pager
    this.#engine = new PromiseEngine(pager, readAheadBytes)
  }

  get backend(): BackendName {
    return this.#pager.backend
  }

  set backend(backend: BackendName) {
    this.#pager.backend = backend
  }

  get closed(): boolean {
    return this.#pager.closed
  }

  /** `pageoutWith(this.backend, chunks)`. */
  pageout(chunks: readonly Chunk[]): Promise<PromiseHandle> {
    return this.pageoutWith(this.#pager.backend, chunks)
  }

  /** Leave the chunks alone until it settles: they are checked and consumed when there is room, in the order of the calls. */
  async pageoutWith(backend: BackendName, chunks: readonly Chunk[]): Promise<PromiseHandle> {
    const byteLength = Array.isArray(chunks)
      ? chunks.reduce((sum, chunk: Chunk) => sum + Number(chunk?.byteLength ?? 0), 0)
      : 0
    return await this.#engine.whenRoom(backend, byteLength || 0, () =>
      this.#handle(this.#pager.pageoutWith(backend, chunks)),
    )
  }

  /** As `Pager.allocate`, at once. */
  allocate(byteLength: number): ArrayBuffer {
    return this.#pager.allocate(byteLength)
  }

  /** As `Pager.recycle`, at once. */
  recycle(buffer: ArrayBuffer): void {
    this.#pager.recycle(buffer)
  }

  /** As `Pager.share`: the token serves `attachPager` of both entries. */
  share(): PagerToken {
    return this.#pager.share()
  }

  /** As `MovablePager.attach`, at once. */
  attach(token: HandleToken): PromiseHandle {
    return this.#handle(this.#pager.attach(token))
  }

  /** As `Pager.stats`, at once. */
  stats(): PagerStats {
    return this.#pager.stats()
  }

  /** Verbs that are pending reject with `PAGER_CLOSED`. */
  close(): void {
    this.#pager.close()
    this.#engine.retry()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #handle(handle: ReturnType<MovablePager['attach']>): PromiseHandle {
    return new PromiseHandle(handle, this.#engine)
  }
}
