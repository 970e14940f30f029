// The contract of `pager.ts` in its plainest form: payloads in a Map. Use it in tests, and read it to see what a pager does.
// It saves no memory, keeps both backends in the same place, and refuses to be shared: its bytes belong to one thread.
import { isArrayBuffer } from 'node:util/types'
import { checkAllocation, freshBuffer } from './buffer-allocation.js'
import { checkChunks, consumeSpans, detached, discard } from './chunk-spans.js'
import { MemoryHandle } from './memory-handle.js'
import { type MemoryPagerVerb, MemoryStore } from './memory-store.js'
import type { PageHandle } from './page-handle.js'
import type { BackendName, Chunk, Pager, PagerToken } from './pager.js'
import { PagerError } from './pager-error.js'
import { checkBackend } from './pager-options.js'
import type { PagerStats } from './pager-stats.js'

/** What tests want to set. */
export interface MemoryPagerOptions {
  /** The first value of `pager.backend`; `swap` by default. */
  readonly backend?: BackendName
  /** Bytes that payloads may hold together before a page-out throws `PAGER_NO_SPACE`; no limit by default. */
  readonly limitBytes?: number
  /**
   * Called when a verb is about to do its work: arguments are checked, nothing has changed. What it throws, the verb throws, so
   * that a test can make the n-th page-out, read or take fail.
   */
  readonly fault?: (verb: MemoryPagerVerb) => void
}

/** A pager whose payloads stay in ordinary memory. */
export function createMemoryPager(options: MemoryPagerOptions = {}): Pager {
  return new MemoryPager(options)
}

class MemoryPager implements Pager {
  readonly #store: MemoryStore
  #backend: BackendName

  constructor({ backend = 'swap', limitBytes = Number.POSITIVE_INFINITY, fault = () => {} }: MemoryPagerOptions) {
    if (!(limitBytes >= 0)) throw new RangeError(`limitBytes must not be negative, and is ${limitBytes}`)
    this.#backend = checkBackend(backend)
    this.#store = new MemoryStore(limitBytes, fault)
  }

  get backend(): BackendName {
    return this.#backend
  }

  set backend(backend: BackendName) {
    this.#backend = checkBackend(backend)
  }

  get closed(): boolean {
    return this.#store.closed
  }

  pageout(chunks: readonly Chunk[]): PageHandle {
    return this.pageoutWith(this.#backend, chunks)
  }

  pageoutWith(backend: BackendName, chunks: readonly Chunk[]): PageHandle {
    this.#checkOpen()
    checkBackend(backend)
    const spans = checkChunks(chunks, buffer => this.#store.lent(buffer))
    this.#store.mayFail('pageout')
    this.#store.reserve(spans.reduce((sum, span) => sum + span.byteLength, 0))
    const payload = consumeSpans(spans)
    for (const span of spans) this.#store.takeBack(span.buffer)
    return new MemoryHandle(this.#store, backend, payload)
  }

  allocate(byteLength: number): ArrayBuffer {
    this.#checkOpen()
    checkAllocation(byteLength)
    this.#store.mayFail('allocate')
    return this.#store.lend(freshBuffer(byteLength))
  }

  recycle(buffer: ArrayBuffer): void {
    if (!isArrayBuffer(buffer)) throw new TypeError('only an ArrayBuffer can be recycled')
    if (!this.#store.lent(buffer)) return
    // Its owner may have sent it to another thread, which detached it already.
    if (!detached(buffer)) discard([buffer])
    this.#store.takeBack(buffer)
  }

  share(): PagerToken {
    this.#checkOpen()
    throw new TypeError('a memory pager cannot be shared: its bytes belong to one thread')
  }

  stats(): PagerStats {
    return this.#store.stats()
  }

  close(): void {
    this.#store.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #checkOpen(): void {
    if (this.#store.closed) throw new PagerError('PAGER_CLOSED', 'the pager was closed')
  }
}
