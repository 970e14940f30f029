// A pager without an addon: `file` payloads in scratch files through node:fs, `swap` payloads in ordinary memory. It works
// wherever Node does, and refuses what only native code can do: sharing with other threads, advice to the kernel, reading ahead.
import { tmpdir } from 'node:os'
import { checkChunks, detached } from './memory-chunks.js'
import type { PageHandle } from './page-handle.js'
import type { BackendName, Chunk, Pager, PagerToken } from './pager.js'
import { PagerError } from './pager-error.js'
import type { PagerStats } from './pager-stats.js'
import { nodeFs, type PortableFs } from './portable-fs.js'
import { PortableHandle } from './portable-handle.js'
import { PortableScratch } from './portable-scratch.js'
import { PortableStore } from './portable-store.js'

export interface PortablePagerOptions {
  /** The first value of `pager.backend`; `file` by default. */
  readonly backend?: BackendName
  /** Where scratch files go, or several places of which the first that works is used. */
  readonly scratchDirectory?: string | readonly string[]
  /** Bytes that scratch files may hold together before a page-out throws `PAGER_NO_SPACE`; no limit by default. */
  readonly scratchLimitBytes?: number
  /** Accepts a scratch directory that the file system keeps in memory. */
  readonly allowMemoryScratch?: boolean
}

export class PortablePager implements Pager {
  readonly #store: PortableStore
  #backend: BackendName

  constructor(options: PortablePagerOptions = {}, fs: PortableFs = nodeFs) {
    const { backend = 'file', scratchDirectory = [tmpdir(), '/var/tmp'], allowMemoryScratch = false } = options
    const { scratchLimitBytes = Number.POSITIVE_INFINITY } = options
    if (!(scratchLimitBytes >= 0)) {
      throw new RangeError(`scratchLimitBytes must not be negative, and is ${scratchLimitBytes}`)
    }
    this.#backend = checkBackend(backend)
    const scratch = new PortableScratch(fs, [scratchDirectory].flat(), allowMemoryScratch)
    this.#store = new PortableStore(scratch, scratchLimitBytes)
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
    const spans = checkChunks(chunks, buffer => this.#store.memory.lent(buffer))
    return new PortableHandle(this.#store, this.#store.insert(backend, spans))
  }

  allocate(byteLength: number): ArrayBuffer {
    this.#checkOpen()
    if (!Number.isSafeInteger(byteLength) || byteLength < 0) {
      throw new RangeError(`byteLength must be a whole number of bytes, and is ${byteLength}`)
    }
    return this.#store.memory.lend(this.#store.memory.allocate(byteLength))
  }

  recycle(buffer: ArrayBuffer): void {
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

  #checkOpen(): void {
    if (this.#store.closed) throw new PagerError('PAGER_CLOSED', 'the pager was closed')
  }
}

function checkBackend(backend: BackendName): BackendName {
  if (backend !== 'swap' && backend !== 'file') {
    throw new TypeError(`the backend must be 'swap' or 'file', and is ${String(backend)}`)
  }
  return backend
}
