// What a pager is: the contract that the native engine, the memory pager and anybody's own pager keep.
// It says nothing about how bytes are stored. `conformance.ts` checks every sentence here.
import type { PageHandle } from './page-handle.js'
import type { PagerStats } from './pager-stats.js'

/** Where a chunk goes: `swap` keeps it in the pager's memory for the kernel to swap, `file` writes it to scratch segments. */
export type BackendName = 'swap' | 'file'

/**
 * One piece of a payload. Its whole ArrayBuffer is consumed by a successful page-out, so a view must span all of its buffer;
 * only a view of the first bytes of a buffer that this pager lent may be shorter (what an encoder did not fill is given back).
 */
export type Chunk = ArrayBuffer | ArrayBufferView

/** What `share` returns and `attachPager` takes: structured-cloneable, meaningful in this process only. */
export interface PagerToken {
  readonly spillwayPager: string
}

/** Every verb is synchronous and may block on the disk; they throw `PagerError`, or `TypeError` and `RangeError` for mistakes. */
export interface Pager extends Disposable {
  /** The backend of later `pageout` calls through this object. Live handles keep theirs. */
  backend: BackendName
  readonly closed: boolean

  /** `pageoutWith(this.backend, chunks)`. */
  pageout(chunks: readonly Chunk[]): PageHandle

  /**
   * Takes over the chunks' bytes; the payload is the chunks in order, concatenated. Detaches every chunk's buffer on success
   * (its `byteLength` becomes 0) and leaves all of them untouched on failure. No chunks, or only empty ones, make a handle of
   * zero bytes that never does I/O.
   *
   * @throws TypeError a chunk is not an ArrayBuffer or a view of one, is detached, is shared memory, is given twice, cannot be
   *   detached (WebAssembly's memory, `markAsUntransferable`), or is a view of part of a buffer that the pager did not lend
   * @throws RangeError together they are larger than an ArrayBuffer of this Node can be (4 GiB for Node 20): nobody could take them
   * @throws PagerError `PAGER_NO_SPACE`, `PAGER_IO`, `PAGER_SCRATCH`, `PAGER_OUT_OF_MEMORY`, `PAGER_CLOSED`
   */
  pageoutWith(backend: BackendName, chunks: readonly Chunk[]): PageHandle

  /**
   * A writable buffer of `byteLength` bytes in the pager's memory, with undefined contents. It pages out without a copy, and
   * counts as lent until it is paged out, recycled, or (late) collected. Memory that another engine's pager consumed comes back on a
   * later turn of the event loop.
   *
   * @throws RangeError `byteLength` is not a whole number of bytes, or more than an ArrayBuffer of this Node can have
   * @throws PagerError `PAGER_OUT_OF_MEMORY`, `PAGER_CLOSED`
   */
  allocate(byteLength: number): ArrayBuffer

  /**
   * Detaches `buffer` and reuses its memory at once, if it is memory that `allocate` or `take` lent. A detached one does nothing.
   *
   * @throws TypeError the buffer cannot be detached, and the loan goes on (one of 32 KiB or more that was marked with
   *   `markAsUntransferable` aborts the process from Node 24 on instead: see DECISIONS.md); or this is no ArrayBuffer
   */
  recycle(buffer: ArrayBuffer): void

  /**
   * A token that another thread of this process turns into a pager on the same engine with `attachPager`. A pager that was shared
   * lives until it is closed or its thread ends, even if nobody refers to it.
   */
  share(): PagerToken

  /** A snapshot of the engine, for all pagers on it. Works after `close` too. */
  stats(): PagerStats

  /**
   * Closes this pager and its live handles; the engine goes with the last pager on it. Buffers that it lent stay valid until
   * they are collected. Idempotent. Later verbs throw `PAGER_CLOSED`, on handles too; `stats` and `recycle` still work.
   */
  close(): void
}
