// How many bytes may stay resident, counted for all worker threads of a process in one SharedArrayBuffer.
//
// Each worker is one counter: the bytes it has claimed and nobody has released. Up to `workerBytes` of them are its own budget,
// what exceeds it is drawn from the pool that all workers share. That split is derived, never stored: a release pays the
// shared pool back first by definition, a claim may straddle both, a `reconfigure` moves no counter, and nothing can drift.
// It refuses to know columns, events or memory: it counts what it is told.
import { BudgetError } from './budget-error.js'
import * as layout from './budget-layout.js'
import type { BudgetStats } from './budget-stats.js'
import type { BackendName, CodecName, PageDecision } from './paging-policy.js'
import { Seats } from './seats.js'

const BACKENDS: readonly BackendName[] = ['swap', 'file']

/** What a budget begins with; `reconfigure` changes all but `workers` and `codecs`. */
export interface SharedBudgetOptions {
  /** How many workers can be joined at once. 1 when absent. */
  readonly workers?: number
  /** What each worker has for itself. 0 when absent. */
  readonly workerBytes?: number
  /** The pool that every worker draws from when its own bytes are gone. 0 when absent. */
  readonly sharedBytes?: number
  /** Where to page when both are gone. `file` when absent. */
  readonly backend?: BackendName
  /** How to store what is paged. `none` when absent. */
  readonly codec?: CodecName
  /** Codecs that `reconfigure` may switch to, beside `none`, `lz4` and `codec`. The list is fixed for the life of the budget. */
  readonly codecs?: readonly CodecName[]
}

/** What may change while claims are live; what is absent stays as it is. */
export interface BudgetChange {
  readonly workerBytes?: number | undefined
  readonly sharedBytes?: number | undefined
  readonly backend?: BackendName | undefined
  readonly codec?: CodecName | undefined
}

/** What `share` returns and `SharedBudget.from` takes: can be posted to the worker threads of this process. */
export interface BudgetToken {
  readonly spillwayBudget: SharedArrayBuffer
  readonly codecs: readonly CodecName[]
}

type PageOut = Extract<PageDecision, { action: 'page' }>

/** A budget that any thread with its token can claim from, release to, and reconfigure. No verb waits for another thread. */
export class SharedBudget {
  readonly #words: BigUint64Array
  readonly #ints: Int32Array
  readonly #seats: Seats
  readonly #codecs: readonly CodecName[]
  /** One per backend and codec, made once: deciding to page allocates nothing. */
  readonly #pageDecisions: readonly PageOut[]

  private constructor(buffer: SharedArrayBuffer, codecs: readonly CodecName[]) {
    this.#words = new BigUint64Array(buffer)
    this.#ints = new Int32Array(buffer)
    this.#seats = new Seats(this.#words, this.#ints[layout.SEATS_INDEX]!)
    this.#codecs = Object.freeze([...codecs])
    this.#pageDecisions = codecs.flatMap(codec =>
      BACKENDS.map((backend): PageOut => Object.freeze({ action: 'page', backend, codec })),
    )
  }

  /**
   * A new budget, whole. Nobody has joined it.
   *
   * @throws RangeError a size is not a count of bytes, all of it exceeds 16 TiB, or `workers` is not 1 to 4096
   * @throws TypeError a backend or codec is not one
   */
  static create(options: SharedBudgetOptions = {}): SharedBudget {
    const { workers = 1, workerBytes = 0, sharedBytes = 0, backend = 'file', codec = 'none' } = options
    if (!Number.isInteger(workers) || workers < 1 || workers > layout.MAX_SEATS) {
      throw new RangeError(`workers must be an integer from 1 to ${layout.MAX_SEATS}, not ${workers}`)
    }
    const codecs = [...new Set<CodecName>(['none', 'lz4', ...(options.codecs ?? []), codec])]
    checkCodecs(codecs)
    const buffer = new SharedArrayBuffer(layout.bufferByteLength(workers))
    const ints = new Int32Array(buffer)
    ints[layout.MAGIC_INDEX] = layout.MAGIC
    ints[layout.VERSION_INDEX] = layout.VERSION
    ints[layout.SEATS_INDEX] = workers
    ints[layout.CODECS_INDEX] = codecs.length
    const budget = new SharedBudget(buffer, codecs)
    budget.reconfigure({ workerBytes, sharedBytes, backend, codec })
    return budget
  }

  /**
   * The budget that `share` gave a token of, on this or another thread.
   *
   * @throws TypeError the token is not one, or was made by another version of this package
   */
  static from(token: BudgetToken): SharedBudget {
    const buffer = token?.spillwayBudget
    // Not instanceof: the buffer may come from another realm.
    const isShared = Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]'
    if (!isShared || !Array.isArray(token.codecs)) throw new TypeError('not a budget token: pass what share() returned')
    const header = new Int32Array(buffer, 0, Math.min(layout.HEADER_INTS, buffer.byteLength >> 2))
    if (header[layout.MAGIC_INDEX] !== layout.MAGIC) throw new TypeError('not a budget token: its first word is wrong')
    if (header[layout.VERSION_INDEX] !== layout.VERSION) {
      const version = header[layout.VERSION_INDEX]
      throw new TypeError(`this budget has layout ${version}, and this package reads layout ${layout.VERSION}`)
    }
    const sizeIsRight = buffer.byteLength === layout.bufferByteLength(header[layout.SEATS_INDEX]!)
    if (!sizeIsRight || token.codecs.length !== header[layout.CODECS_INDEX]) {
      throw new TypeError('not a budget token: its parts do not belong together')
    }
    checkCodecs(token.codecs)
    return new SharedBudget(buffer, token.codecs)
  }

  /** A token to post to another thread, for `SharedBudget.from`. */
  share(): BudgetToken {
    return { spillwayBudget: this.#words.buffer as SharedArrayBuffer, codecs: this.#codecs }
  }

  /** How many workers can be joined at once. */
  get workers(): number {
    return this.#seats.count
  }

  /** What each worker has for itself, in bytes. */
  get workerBytes(): number {
    return Number(Atomics.load(this.#words, layout.WORKER_BYTES_INDEX))
  }

  /** Size of the pool that all workers share, in bytes. */
  get sharedBytes(): number {
    return Number(Atomics.load(this.#words, layout.SHARED_BYTES_INDEX))
  }

  /** The decision to page, with the backend and codec of now. */
  get pageDecision(): PageOut {
    return this.#pageDecisions[Atomics.load(this.#ints, layout.CHOICE_INDEX)]!
  }

  get backend(): BackendName {
    return this.pageDecision.backend
  }

  get codec(): CodecName {
    return this.pageDecision.codec
  }

  /** All that may be claimed: `workers * workerBytes + sharedBytes`, whether or not every worker has joined. */
  get capacityBytes(): number {
    const { workerBytes, sharedBytes } = this.#capacities()
    return this.workers * workerBytes + sharedBytes
  }

  /** All that is claimed and not released. */
  get inUseBytes(): number {
    return this.#seats.bytesBeyond(0)
  }

  /** What the pool and every worker's own budget have left: `capacityBytes - inUseBytes` while nothing is overdrawn; at least 0. */
  get availableBytes(): number {
    return this.stats().availableBytes
  }

  /** What `worker` could claim now, from its own budget and the pool; at least 0, and 0 when it has left. */
  availableBytesOf(worker: number): number {
    if (!this.isJoined(worker)) return 0
    const { workerBytes, sharedBytes } = this.#capacities()
    const own = Math.max(0, workerBytes - this.#seats.bytesOf(worker))
    return own + Math.max(0, sharedBytes - this.#seats.bytesBeyond(workerBytes))
  }

  /** What `worker` has claimed and nobody has released. */
  inUseBytesOf(worker: number): number {
    return this.#seats.bytesOf(worker)
  }

  /**
   * What `worker` would have to release for the pool to be no longer overdrawn, as far as it is its doing. 0 but after a shrink.
   * Whoever can evict asks again after each column: others evict too.
   */
  overdrawnBytesOf(worker: number): number {
    const { workerBytes, sharedBytes } = this.#capacities()
    const drawn = this.#seats.bytesOf(worker) - workerBytes
    return drawn <= 0 ? 0 : Math.max(0, Math.min(drawn, this.#seats.bytesBeyond(workerBytes) - sharedBytes))
  }

  /**
   * Changes capacities or the page choice for every thread at once; claims live on. While more is drawn from the pool than is in it,
   * nothing of it is available until releases catch up. What each worker has for itself stays its own, so until then more than the
   * capacity may be in use, by that overdraft at most. The two capacities change one after the other, a shrinking one first.
   *
   * @throws RangeError a size is not a count of bytes, or the whole exceeds 16 TiB
   * @throws TypeError the backend is unknown, or the codec is not one that this budget was made with; nothing has changed then
   */
  reconfigure(change: BudgetChange): void {
    const { workerBytes = this.workerBytes, sharedBytes = this.sharedBytes } = change
    checkBytes('workerBytes', workerBytes)
    checkBytes('sharedBytes', sharedBytes)
    checkBytes('workers * workerBytes + sharedBytes', this.workers * workerBytes + sharedBytes)
    const backendIndex = indexIn(BACKENDS, 'backend', change.backend)
    const codecIndex = indexIn(this.#codecs, 'codec', change.codec)

    const shrinksWorkers = workerBytes < this.workerBytes
    if (shrinksWorkers) this.#store(layout.WORKER_BYTES_INDEX, change.workerBytes)
    this.#store(layout.SHARED_BYTES_INDEX, change.sharedBytes)
    if (!shrinksWorkers) this.#store(layout.WORKER_BYTES_INDEX, change.workerBytes)

    for (;;) {
      const choice = Atomics.load(this.#ints, layout.CHOICE_INDEX)
      const backend = backendIndex ?? choice % BACKENDS.length
      const codec = codecIndex ?? Math.floor(choice / BACKENDS.length)
      const next = codec * BACKENDS.length + backend
      if (Atomics.compareExchange(this.#ints, layout.CHOICE_INDEX, choice, next) === choice) return
    }
  }

  /**
   * Joins as a worker and returns its number: what its claims carry, and what `release`, `leave` and `reclaim` want. It can be
   * posted to another thread. No other worker has the same, before half a million have followed each other in one place.
   *
   * @throws BudgetError `BUDGET_NO_SEAT`
   */
  join(): number {
    const worker = this.#seats.join()
    if (worker === undefined) {
      throw new BudgetError('BUDGET_NO_SEAT', `all ${this.workers} workers of this budget have joined it already`)
    }
    return worker
  }

  /** Whether `worker` may claim: it joined, and has neither left nor been reclaimed. */
  isJoined(worker: number): boolean {
    return this.#seats.isJoined(worker)
  }

  /** Ends a worker's claiming; what it claimed stays claimed until released, and then its place is free. Idempotent. */
  leave(worker: number): void {
    this.#seats.leave(worker)
  }

  /**
   * Gives back all that a worker has claimed, because it died, and frees its place. Returns how many bytes that was: 0 the second
   * time. Releases of these claims that come later change nothing.
   */
  reclaim(worker: number): number {
    return this.#seats.reclaim(worker)
  }

  /**
   * Claims `byteLength` bytes for `worker`, from its own budget first and the pool for the rest, and returns true; or claims
   * nothing and returns false. Nothing is ever granted beyond what the worker has for itself and what the pool has left, and nothing is
   * refused that fits together with all other claims of the pool that are being made at the same time.
   *
   * @throws RangeError `byteLength` is not a count of bytes
   * @throws BudgetError `BUDGET_LEFT`
   */
  claim(worker: number, byteLength: number): boolean {
    if (!Number.isSafeInteger(byteLength) || byteLength < 0) {
      throw new RangeError(`byteLength must be a count of bytes, not ${byteLength}`)
    }
    return this.#seats.claim(worker, byteLength, this.#mayClaim)
  }

  /**
   * Gives back `byteLength` bytes of the claims of `worker`, from any thread. Never throws: what names no worker of now, or more
   * than it has claimed, is clamped and counted in `stats()`.
   */
  release(worker: number, byteLength: number): void {
    if (byteLength === 0) return
    const isCount = Number.isSafeInteger(byteLength) && byteLength > 0
    const outcome = isCount ? this.#seats.release(worker, byteLength) : 'excess'
    if (outcome === 'stray') Atomics.add(this.#ints, layout.STRAY_INDEX, 1)
    if (outcome === 'excess') Atomics.add(this.#ints, layout.EXCESS_INDEX, 1)
  }

  /** A reading of every counter. */
  stats(): BudgetStats {
    const { workerBytes, sharedBytes } = this.#capacities()
    const taken = [...this.#seats.taken()]
    const inUseBytes = taken.reduce((sum, each) => sum + each.inUseBytes, 0)
    const ownInUseBytes = taken.reduce((sum, each) => sum + Math.min(each.inUseBytes, workerBytes), 0)
    const poolBytes = Math.max(0, sharedBytes - (inUseBytes - ownInUseBytes))
    return {
      capacityBytes: this.workers * workerBytes + sharedBytes,
      inUseBytes,
      availableBytes: this.workers * workerBytes - ownInUseBytes + poolBytes,
      sharedInUseBytes: inUseBytes - ownInUseBytes,
      workers: taken.map(each => ({
        ...each,
        ownInUseBytes: Math.min(each.inUseBytes, workerBytes),
        sharedInUseBytes: Math.max(0, each.inUseBytes - workerBytes),
        availableBytes: each.joined ? Math.max(0, workerBytes - each.inUseBytes) + poolBytes : 0,
      })),
      strayReleases: Atomics.load(this.#ints, layout.STRAY_INDEX),
      excessReleases: Atomics.load(this.#ints, layout.EXCESS_INDEX),
    }
  }

  /** Whether everybody's part of the pool fits in it once a worker's claims of now, `before`, have become `after`. */
  readonly #mayClaim = (before: number, after: number): boolean => {
    if (after <= this.workerBytes) return true
    const { workerBytes, sharedBytes } = this.#capacities()
    const drawn = Math.max(0, after - workerBytes) - Math.max(0, before - workerBytes)
    return this.#seats.bytesBeyond(workerBytes) + drawn <= sharedBytes
  }

  /**
   * Both capacities at one instant. Values alone do not show it: they may have changed and changed back. Each change is counted before
   * it is made, so while none is counted, a thread that reconfigures makes one at most.
   */
  #capacities(): { workerBytes: number; sharedBytes: number } {
    for (;;) {
      const changes = Atomics.load(this.#ints, layout.CHANGES_INDEX)
      const { workerBytes, sharedBytes } = this
      if (Atomics.load(this.#ints, layout.CHANGES_INDEX) === changes) return { workerBytes, sharedBytes }
    }
  }

  #store(index: number, bytes: number | undefined): void {
    if (bytes === undefined) return
    Atomics.add(this.#ints, layout.CHANGES_INDEX, 1)
    Atomics.store(this.#words, index, BigInt(bytes))
  }
}

function indexIn(names: readonly string[], kind: string, name: string | undefined): number | undefined {
  if (name === undefined) return undefined
  const index = names.indexOf(name)
  if (index < 0) throw new TypeError(`unknown ${kind} ${String(name)}: this budget has ${names.join(', ')}`)
  return index
}

function checkBytes(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > layout.MAX_BUDGET_BYTES) {
    throw new RangeError(`${name} must be a count of bytes up to ${layout.MAX_BUDGET_BYTES}, not ${value}`)
  }
}

function checkCodecs(names: readonly unknown[]): void {
  for (const name of names) {
    if (typeof name !== 'string' || name === '') throw new TypeError(`a codec is a name, not ${String(name)}`)
  }
}
