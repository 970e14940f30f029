// A pager without an addon: `file` payloads in scratch files through node:fs, `swap` payloads in ordinary memory. It works
// wherever Node does, and refuses what only native code can do: sharing with other threads, advice to the kernel, reading ahead.
import { isArrayBuffer } from 'node:util/types'
import { checkAllocation } from './buffer-allocation.js'
import { checkChunks, detached } from './chunk-spans.js'
import type { MovablePager } from './movable-pager.js'
import type { HandleToken } from './page-handle.js'
import type { BackendName, Chunk, PagerToken } from './pager.js'
import { PagerError } from './pager-error.js'
import { checkBackend, normaliseOptions, type PagerOptions } from './pager-options.js'
import type { PagerStats } from './pager-stats.js'
import { nodeFs, type PortableFs } from './portable-fs.js'
import { PortableHandle } from './portable-handle.js'
import { PortableScratch } from './portable-scratch.js'
import { type Payload, PortableStore } from './portable-store.js'

/** What the portable pager reads of the normalised options; the others are about threads and advice, which it has none of. */
export interface PortableSettings {
  readonly scratchDirectories: readonly string[]
  readonly allowMemoryScratch: boolean
  readonly scratchLimitBytes: number
  readonly warmBytes: number
}

/** Throws TypeError and RangeError as `createPager` does. `fs` is the file system that scratch files are on. */
export function createPortablePager(options: PagerOptions = {}, fs: PortableFs = nodeFs): PortablePager {
  return new PortablePager(normaliseOptions(options), checkBackend(options.backend ?? 'file'), fs)
}

export class PortablePager implements MovablePager {
  readonly #store: PortableStore
  #backend: BackendName

  constructor(settings: PortableSettings, backend: BackendName, fs: PortableFs) {
    const scratch = new PortableScratch(fs, settings.scratchDirectories, settings.allowMemoryScratch)
    this.#store = new PortableStore(scratch, settings.scratchLimitBytes, settings.warmBytes)
    this.#backend = backend
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

  pageout(chunks: readonly Chunk[]): PortableHandle {
    return this.pageoutWith(this.#backend, chunks)
  }

  pageoutWith(backend: BackendName, chunks: readonly Chunk[]): PortableHandle {
    this.#checkOpen()
    checkBackend(backend)
    const spans = checkChunks(chunks, buffer => this.#store.memory.lent(buffer))
    return this.#handle(this.#store.insert(backend, spans))
  }

  attach(token: HandleToken): PortableHandle {
    this.#checkOpen()
    return this.#handle(this.#store.attach(token))
  }

  allocate(byteLength: number): ArrayBuffer {
    this.#checkOpen()
    checkAllocation(byteLength)
    return this.#store.memory.lend(this.#store.memory.allocate(byteLength))
  }

  recycle(buffer: ArrayBuffer): void {
    if (!isArrayBuffer(buffer)) throw new TypeError('only an ArrayBuffer can be recycled')
    const { memory } = this.#store
    if (!memory.lent(buffer)) return
    // Its owner may have sent it to another thread, which detached it already.
    if (detached(buffer)) memory.endLoan(buffer)
    else memory.consume([buffer])
  }

  share(): PagerToken {
    this.#checkOpen()
    throw new TypeError('a portable pager cannot be shared: its memory belongs to one thread; sharing needs the addon')
  }

  stats(): PagerStats {
    return this.#store.stats()
  }

  close(): void {
    if (!this.#store.closed) this.#store.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #handle(payload: Payload): PortableHandle {
    return new PortableHandle(this.#store, payload)
  }

  #checkOpen(): void {
    if (this.#store.closed) throw new PagerError('PAGER_CLOSED', 'the pager was closed')
  }
}
