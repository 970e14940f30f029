// The join: a policy decides, the column's bytes go into the pager's memory by the shortest way, and `take` brings them back.
// It knows no values, only `ContainerBytes`; it holds no list of what it paged, and does no I/O of its own.
//
//   kept, or raw           an owned buffer is moved; anything else is written once, straight into the pager's memory
//   through a codec        slices are compressed straight into the pager's memory; what the target had too much is given back
//   after either           the caller's column is empty and keeps its capacity; before a failure it is untouched
import type { ContainerBytes } from '@spillway/column'
import type { PageHandle, Pager } from '@spillway/pager-native'
import type { BackendName, PageDecision, PageHint, PagingPolicy } from '@spillway/policy'
import { bodyByteLength, bodySlices, ownedBody, writeBody } from './body.js'
import type { CheckedCodec } from './checked-codec.js'
import type { Codec } from './codec.js'
import { CodecTable } from './codec-table.js'
import { type CellParts, ColumnCell } from './column-cell.js'
import { ColumnPagerError } from './column-pager-error.js'
import type { ColumnPagerStats } from './column-pager-stats.js'
import { pageOutCompressed } from './compressed-body.js'
import { nanosecondsSince } from './elapsed.js'
import { type EvictionOptions, Evictor } from './evictor.js'
import { giveBack } from './give-back.js'
import { Journal } from './journal.js'
import type { PagedColumn } from './paged-column.js'
import { warn } from './policy-recorder.js'
import { ResidentTickets } from './resident-ticket.js'
import { thrownText } from './thrown-text.js'

/** The parts that a column pager joins. */
export interface ColumnPagerOptions<C> {
  readonly pager: Pager
  readonly policy: PagingPolicy
  /** How the columns become bytes and come back: `columnBytes(type)`, or one of your own. */
  readonly container: ContainerBytes<C>
  /** Codecs beside `none` and `lz4`. */
  readonly codecs?: readonly Codec[]
  /** When the budget is gone, page out older columns that were kept, rather than the new one. Off when absent; `{}` turns it on. */
  readonly eviction?: EvictionOptions | undefined
}

/** What the program knows of a column's life. Policies and evictions follow it as far as they can; nothing depends on it. */
export type ColumnHint = Omit<PageHint, 'byteLength'>

/** Pages columns of one kind out and takes them back. Belongs to the thread that made it, and needs no closing. */
export class ColumnPager<C> {
  readonly #parts: CellParts<C>
  readonly #policy: PagingPolicy
  readonly #codecs: CodecTable
  readonly #tickets: ResidentTickets
  readonly #evictor: Evictor<C> | undefined

  /**
   * @throws TypeError a part is missing, or two codecs have one name
   * @throws RangeError an option of `eviction` is out of range
   */
  constructor(options: ColumnPagerOptions<C>) {
    const { pager, policy, container, codecs = [], eviction } = options
    if (!pager || !policy || !container) throw new TypeError('a ColumnPager needs a pager, a policy and a container')
    const journal = new Journal(policy)
    this.#parts = { pager, container, journal }
    this.#policy = policy
    this.#codecs = new CodecTable(codecs)
    this.#tickets = new ResidentTickets(journal)
    if (eviction !== undefined) {
      this.#evictor = new Evictor({ policy, codecs: this.#codecs, tickets: this.#tickets, journal }, eviction)
    }
  }

  /**
   * Keeps `column` or pages it out, as the policy decides, and leaves it empty with its capacity kept. When this throws, the
   * column is as it was, nothing is claimed or lent for it, and the policy was sent a `failed` event. With `eviction`, columns that were
   * kept before may be paged out for it; one that could not be is not this column's failure.
   *
   * @throws ColumnPagerError `COLUMN_CONTAINER_FAILED`, `COLUMN_CODEC_FAILED`, `COLUMN_UNKNOWN_CODEC`, `COLUMN_BAD_DECISION`
   * @throws whatever the policy's `decide`, the container or the pager threw: `PagerError`, for one
   */
  page(column: C, hint?: ColumnHint): PagedColumn<C> {
    const { container, journal } = this.#parts
    let byteLength = 0
    let decision: PageDecision | undefined
    let cell: ColumnCell<C>
    try {
      byteLength = bodyByteLength(container, column)
      const pageHint: PageHint = hint === undefined ? { byteLength } : { ...hint, byteLength }
      decision = this.#policy.decide(pageHint)
      if (decision?.action === 'page' && this.#evictor !== undefined) {
        decision = this.#evictor.makeRoom(pageHint, decision)
      }
      switch (decision?.action) {
        case 'skip':
          cell = this.#keep(column, pageHint, decision.claim)
          break
        case 'page':
          cell = this.#pageOut(column, byteLength, decision.backend, this.#codecs.find(decision.codec))
          break
        default:
          throw new ColumnPagerError('COLUMN_BAD_DECISION', 'a policy decided neither to skip nor to page')
      }
    } catch (error) {
      const { backend, codec } = decision?.action === 'page' ? decision : { backend: undefined, codec: undefined }
      journal.failed('page', byteLength, backend, codec, error)
      throw error
    }
    return cell
  }

  /**
   * The column again; ends `paged`. When this throws for another reason than that `paged` was taken or closed, `paged` is as it
   * was, to be tried again, and the policy was sent a `failed` event. The policy and pager are those that `paged` was made with.
   *
   * @throws ColumnPagerError `COLUMN_TAKEN`, `COLUMN_CLOSED`, `COLUMN_CODEC_FAILED`
   * @throws whatever the pager or the container threw: `PagerError`, for one
   */
  take(paged: PagedColumn<C>): C {
    return expectCell(paged).take()
  }

  /**
   * Calls `reader` with the column and returns what that returns; `paged` stays what it is. A resident column is shown where it is, and
   * not evicted meanwhile, and later than others that were not read; of one that is with the pager, a copy is shown. The column is for
   * reading only and until `reader` returns: what `reader` keeps of it may be gone then.
   *
   * @throws whatever `reader` throws, and what `take` throws
   */
  read<R>(paged: PagedColumn<C>, reader: (column: C) => R): R {
    return expectCell(paged).read(reader)
  }

  /**
   * Empties a column whose reader is done, and gives the buffer that it owned back to the pager if it was lent. One that cannot be
   * detached stays lent until it is collected, with the warning `COLUMN_CONTRACT_BROKEN`.
   */
  recycle(column: C): void {
    const { pager, container, journal } = this.#parts
    const owned = container.ownedBuffer?.(column)
    this.#clear(column)
    if (owned === undefined) return
    journal.inFlight.giveBack(owned, owned.byteLength)
    giveBack(pager, owned)
  }

  /**
   * Pages out columns that were kept until the policy wants nothing back (see `PagingPolicy.overdrawnBytes`): after its budget was made
   * smaller, for one. `page` does the same, in steps, once the policy keeps nothing more. Returns the bytes of the columns that
   * went: 0 without `eviction`. A column that cannot be paged out ends this, and is a `failed` event.
   *
   * @throws ColumnPagerError `COLUMN_UNKNOWN_CODEC`, or whatever the policy's `decide` threw
   */
  evict(): number {
    return this.#evictor?.evictOverdrawn() ?? 0
  }

  /** Where the columns of this column pager are, and what it did. Those of all threads add up; nothing is counted twice. */
  stats(): ColumnPagerStats {
    return this.#parts.journal.stats()
  }

  #keep(column: C, hint: PageHint, claim: number | undefined): ColumnCell<C> {
    const { pager, container, journal } = this.#parts
    const { byteLength } = hint
    const ticket = this.#tickets.issue(byteLength, claim)
    let encoded: ArrayBuffer | undefined
    let cell: ColumnCell<C>
    try {
      const owned = ownedBody(container, column, byteLength)
      // Not the typed column itself: its growth slack would stay too, and nobody counted that.
      if (owned === undefined) encoded = this.#encode(column, byteLength)
      const buffer = owned ?? encoded!
      const kept = container.fromBytes(new Uint8Array(buffer), { trusted: true })
      cell = ColumnCell.resident(this.#parts, kept, buffer, ticket)
      if (owned !== undefined) journal.inFlight.giveBack(owned, byteLength)
    } catch (error) {
      ticket.release('unused')
      if (encoded !== undefined) giveBack(pager, encoded)
      throw error
    }
    this.#tickets.watch(cell, ticket)
    this.#clear(column)
    this.#evictor?.add(cell, hint)
    journal.paged(byteLength, undefined)
    return cell
  }

  #pageOut(column: C, byteLength: number, backend: BackendName, codec: CheckedCodec | undefined): ColumnCell<C> {
    const { pager, container, journal } = this.#parts
    const began = performance.now()
    const owned = ownedBody(container, column, byteLength)
    const handle =
      codec === undefined
        ? this.#store(column, byteLength, backend, owned)
        : pageOutCompressed(bodySlices(container, column, byteLength), byteLength, { pager, backend, codec })!
    const durationNs = nanosecondsSince(began)
    const cell = ColumnCell.stored(this.#parts, byteLength, handle, codec)
    const stored = cell.stored!
    this.#clear(column)
    if (owned !== undefined) journal.inFlight.giveBack(owned, byteLength)
    journal.pagedOut(stored, durationNs)
    journal.paged(byteLength, stored)
    // The body is with the pager in another form; a lent buffer that nobody owns any more would stay lent until it is collected.
    if (owned !== undefined && codec !== undefined) giveBack(pager, owned)
    return cell
  }

  #store(column: C, byteLength: number, backend: BackendName, owned: ArrayBuffer | undefined): PageHandle {
    const { pager } = this.#parts
    if (owned !== undefined) return pager.pageoutWith(backend, [owned])
    const buffer = this.#encode(column, byteLength)
    try {
      return pager.pageoutWith(backend, [buffer])
    } catch (error) {
      giveBack(pager, buffer)
      throw error
    }
  }

  #encode(column: C, byteLength: number): ArrayBuffer {
    const { pager, container } = this.#parts
    const slices = bodySlices(container, column, byteLength)
    const buffer = pager.allocate(byteLength)
    writeBody(slices, buffer)
    return buffer
  }

  /** The bytes are safe by now, and losing them over a container that cannot be emptied would be worse than rows seen twice. */
  #clear(column: C): void {
    try {
      this.#parts.container.clear(column)
    } catch (error) {
      warn('COLUMN_CONTRACT_BROKEN', `a container's clear() threw: ${thrownText(error)}`)
    }
  }
}

function expectCell<C>(paged: PagedColumn<C>): ColumnCell<C> {
  if (paged instanceof ColumnCell) return paged
  throw new TypeError('only what page() returned can be taken or read')
}
