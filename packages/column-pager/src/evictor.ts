// Makes room: when the budget is gone, pages out what was kept before, older and untouched, so that a new column can be kept. Each
// column pager evicts its own columns only, on its own thread, inside its own verbs: no timers, no other thread's memory.
//
//   1. the policy decided to page the new column: what it wants back, after its budget was made smaller, goes first, each as the
//      policy decides about that one
//   2. choose kept columns of as many bytes as the new one, of its band or deeper; if there are not enough, evict nothing, and page it
//   3. page one of them out, with the backend and codec of the decision about the new one; release its claim once its bytes are safe
//   4. ask the policy about the new column again: kept, done; else back to 3, and at the end page it as decided last
//
// An eviction that fails leaves its column kept and claimed, sends a `failed` event, and ends the attempt.
import type { PageDecision, PageHint, PagingPolicy } from '@spillway/policy'
import type { CodecTable } from './codec-table.js'
import type { ColumnCell } from './column-cell.js'
import type { Journal } from './journal.js'
import { type QueueEntry, ResidentQueue } from './resident-queue.js'
import type { ResidentTickets } from './resident-ticket.js'

/** How far an eviction looks for columns that may go. */
export interface EvictionOptions {
  /** Generations told apart; later ones count as the last. 4 when absent. */
  readonly bands?: number
  /**
   * Kept columns of each band that one decision may look at, and as many again for what a budget that was made smaller wants back. 32 when
   * absent.
   */
  readonly visits?: number
}

type PageOut = Extract<PageDecision, { action: 'page' }>

export interface EvictorParts {
  readonly policy: PagingPolicy
  readonly codecs: CodecTable
  readonly tickets: ResidentTickets
  readonly journal: Journal
}

export class Evictor<C> {
  readonly #parts: EvictorParts
  readonly #queue: ResidentQueue<ColumnCell<C>>
  readonly #deepestBand: number
  readonly #visits: number
  /** A page from within an eviction, by somebody who listens to it, evicts nothing. */
  #busy = false

  /** @throws RangeError an option is not a count from 1 on */
  constructor(parts: EvictorParts, { bands = 4, visits = 32 }: EvictionOptions) {
    for (const [name, count] of Object.entries({ bands, visits })) {
      if (!Number.isInteger(count) || count < 1) throw new RangeError(`${name} must be a count from 1 on, not ${count}`)
    }
    this.#parts = parts
    this.#queue = new ResidentQueue(bands)
    this.#deepestBand = bands - 1
    this.#visits = visits
  }

  /** `cell` was kept, and may go from now on. */
  add(cell: ColumnCell<C>, hint: PageHint): void {
    // What has no bytes makes no room.
    if (cell.byteLength > 0) cell.queuedAs(this.#queue.add(cell, this.#bandOf(hint)), hint.reuse === 'soon')
  }

  /**
   * What is to become of a column that the policy decided to page: the policy's decision after room was made, or `decision`.
   *
   * @throws ColumnPagerError `COLUMN_UNKNOWN_CODEC`, and whatever the policy's `decide` throws; the column is nowhere then
   */
  makeRoom(hint: PageHint, decision: PageOut): PageDecision {
    if (this.#busy || this.#queue.count === 0 || hint.byteLength === 0) return decision
    this.#busy = true
    try {
      return this.#makeRoom(hint, decision)
    } finally {
      this.#busy = false
    }
  }

  /** Evicts until the policy wants nothing back, or nothing is left to evict, or an eviction failed. Returns the bytes evicted. */
  evictOverdrawn(): number {
    if (this.#busy) return 0
    this.#busy = true
    let evictedBytes = 0
    try {
      for (;;) {
        const chosen = this.#queue.choose(this.#overdrawnBytes(), 0, Number.POSITIVE_INFINITY)
        const before = evictedBytes
        for (const entry of chosen) {
          const decision = this.#decideAgain(entry)
          const bytes = decision && this.#evict(entry, decision)
          if (bytes === undefined) return evictedBytes
          evictedBytes += bytes
        }
        if (evictedBytes === before) return evictedBytes
      }
    } finally {
      this.#busy = false
    }
  }

  #makeRoom(hint: PageHint, decision: PageOut): PageDecision {
    const overdrawnBytes = this.#overdrawnBytes()
    for (const entry of this.#queue.choose(overdrawnBytes, 0, this.#visits)) {
      // Not with the new column's decision: it may be about that one only, to see what a codec makes of it.
      const own = this.#decideAgain(entry)
      if (own === undefined) break
      if (this.#evict(entry, own) === undefined) return decision
    }
    if (decision.regardless || (overdrawnBytes > 0 && this.#overdrawnBytes() > 0)) return decision
    const band = this.#bandOf(hint)
    if (this.#queue.bytesFrom(band) < hint.byteLength) return decision
    const chosen = this.#queue.choose(hint.byteLength, band, this.#visits)
    if (chosen.reduce((sum, { item }) => sum + item.byteLength, 0) < hint.byteLength) return decision
    let latest = decision
    for (const entry of chosen) {
      if (this.#evict(entry, latest) === undefined) return latest
      const next = this.#parts.policy.decide(hint)
      if (next?.action !== 'page') return next
      latest = next
    }
    return latest
  }

  /** The bytes that went: none of a column that somebody who listens has ended meanwhile. Undefined when it failed. */
  #evict(entry: QueueEntry<ColumnCell<C>>, { backend, codec }: PageOut): number | undefined {
    const { codecs, journal } = this.#parts
    const cell = entry.item
    const found = codecs.find(codec)
    if (cell.state !== 'resident' || cell.pinned) return 0
    try {
      return cell.evict(backend, found) ? cell.byteLength : 0
    } catch (error) {
      // Or the next attempt would begin with it, and fail over it, for ever.
      this.#queue.requeue(entry)
      journal.failed('evict', cell.byteLength, backend, codec, error)
      return undefined
    }
  }

  /** The policy's decision about a column that is kept; undefined when it would keep it once more. */
  #decideAgain({ item: { byteLength } }: QueueEntry<ColumnCell<C>>): PageOut | undefined {
    const { policy, tickets } = this.#parts
    const decision = policy.decide({ byteLength })
    if (decision?.action === 'page') return decision
    if (decision?.action === 'skip') tickets.issue(byteLength, decision.claim).release('unused')
    return undefined
  }

  #overdrawnBytes(): number {
    return this.#parts.policy.overdrawnBytes?.() ?? 0
  }

  #bandOf({ generation = 0, reuse }: PageHint): number {
    if (reuse === 'late') return this.#deepestBand
    // Not a number counts as young.
    return Math.min(Math.max(Math.trunc(generation) || 0, 0), this.#deepestBand)
  }
}
