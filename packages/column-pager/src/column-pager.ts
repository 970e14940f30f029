// The join: a policy decides, the column's bytes go into the pager's memory by the shortest way, and `take` brings them back.
// It knows no values, only `ContainerBytes`; it holds no list of what it paged, and does no I/O of its own.
//
//   kept, or raw           an owned buffer is moved; anything else is written once, straight into the pager's memory
//   through a codec        slices are compressed straight into the pager's memory; what the target had too much is given back
//   after either           the caller's column is empty and keeps its capacity; before a failure it is untouched
import type { ContainerBytes } from '@spillway/column'
import type { PageHandle, Pager } from '@spillway/pager-native'
import type { BackendName, PageDecision, PagingPolicy } from '@spillway/policy'
import { bodyByteLength, bodySlices, ownedBody, writeBody } from './body.js'
import type { CheckedCodec } from './checked-codec.js'
import type { Codec } from './codec.js'
import { CodecTable } from './codec-table.js'
import { type CellParts, ColumnCell } from './column-cell.js'
import { ColumnPagerError } from './column-pager-error.js'
import type { PagedColumn } from './paged-column.js'
import { PolicyRecorder, warn } from './policy-recorder.js'
import { ResidentTickets } from './resident-ticket.js'

export interface ColumnPagerOptions<C> {
  readonly pager: Pager
  readonly policy: PagingPolicy
  /** How the columns become bytes and come back: `columnBytes(type)`, or one of your own. */
  readonly container: ContainerBytes<C>
  /** Codecs beside `none` and `lz4`. */
  readonly codecs?: readonly Codec[]
}

/** Pages columns of one kind out and takes them back. Belongs to the thread that made it, and needs no closing. */
export class ColumnPager<C> {
  readonly #parts: CellParts<C>
  readonly #policy: PagingPolicy
  readonly #codecs: CodecTable
  readonly #tickets: ResidentTickets

  /** @throws TypeError a part is missing, or two codecs have one name */
  constructor(options: ColumnPagerOptions<C>) {
    const { pager, policy, container, codecs = [] } = options
    if (!pager || !policy || !container) throw new TypeError('a ColumnPager needs a pager, a policy and a container')
    const recorder = new PolicyRecorder(policy)
    this.#parts = { pager, container, recorder }
    this.#policy = policy
    this.#codecs = new CodecTable(codecs)
    this.#tickets = new ResidentTickets(recorder)
  }

  /**
   * Keeps `column` or pages it out, as the policy decides, and leaves it empty with its capacity kept. When this throws, the
   * column is as it was, nothing is claimed or lent, and the policy was sent a `failed` event.
   *
   * @throws ColumnPagerError `COLUMN_CONTAINER_FAILED`, `COLUMN_CODEC_FAILED`, `COLUMN_UNKNOWN_CODEC`, `COLUMN_BAD_DECISION`
   * @throws whatever the policy's `decide`, the container or the pager threw: `PagerError`, for one
   */
  page(column: C): PagedColumn<C> {
    let byteLength = 0
    let decision: PageDecision | undefined
    try {
      byteLength = bodyByteLength(this.#parts.container, column)
      decision = this.#policy.decide({ byteLength })
      switch (decision?.action) {
        case 'skip':
          return this.#keep(column, byteLength, decision.claim)
        case 'page':
          return this.#pageOut(column, byteLength, decision.backend, this.#codecs.find(decision.codec))
        default:
          throw new ColumnPagerError('COLUMN_BAD_DECISION', 'a policy decided neither to skip nor to page')
      }
    } catch (error) {
      const { backend, codec } = decision?.action === 'page' ? decision : { backend: undefined, codec: undefined }
      this.#parts.recorder.record({ type: 'failed', verb: 'page', byteLength, backend, codec, error })
      throw error
    }
  }

  /**
   * The column again; ends `paged`. When this throws for another reason than that `paged` was taken or closed, `paged` is as it
   * was, to be tried again, and the policy was sent a `failed` event. The policy and pager are those that `paged` was made with.
   *
   * @throws ColumnPagerError `COLUMN_TAKEN`, `COLUMN_CLOSED`, `COLUMN_CODEC_FAILED`
   * @throws whatever the pager or the container threw: `PagerError`, for one
   */
  take(paged: PagedColumn<C>): C {
    if (!(paged instanceof ColumnCell)) throw new TypeError('only what page() returned can be taken')
    return paged.take()
  }

  /** Empties a column whose reader is done, and gives the buffer that it owned back to the pager if it was lent. */
  recycle(column: C): void {
    const { pager, container } = this.#parts
    const owned = container.ownedBuffer?.(column)
    container.clear(column)
    if (owned !== undefined) pager.recycle(owned)
  }

  #keep(column: C, byteLength: number, claim: number | undefined): ColumnCell<C> {
    const { pager, container } = this.#parts
    const ticket = this.#tickets.issue(byteLength, claim)
    let encoded: ArrayBuffer | undefined
    try {
      const owned = ownedBody(container, column, byteLength)
      // Not the typed column itself: its growth slack would stay too, and nobody counted that.
      if (owned === undefined) encoded = this.#encode(column, byteLength)
      const buffer = owned ?? encoded!
      const kept = container.fromBytes(new Uint8Array(buffer), { trusted: true })
      const cell = ColumnCell.resident(this.#parts, kept, buffer, ticket)
      this.#tickets.watch(cell, ticket)
      this.#clear(column)
      return cell
    } catch (error) {
      if (encoded !== undefined) pager.recycle(encoded)
      ticket.release()
      throw error
    }
  }

  #pageOut(column: C, byteLength: number, backend: BackendName, codec: CheckedCodec | undefined): ColumnCell<C> {
    const { container, recorder } = this.#parts
    const owned = ownedBody(container, column, byteLength)
    const handle =
      codec === undefined
        ? this.#store(column, byteLength, backend, owned)
        : this.#compress(column, byteLength, backend, codec)
    const cell = ColumnCell.stored(this.#parts, byteLength, handle, codec)
    this.#clear(column)
    // The body is with the pager in another form; a lent buffer that nobody owns any more would stay lent until it is collected.
    if (owned !== undefined && codec !== undefined) this.#parts.pager.recycle(owned)
    const { storedByteLength } = cell
    recorder.record({ type: 'pagedOut', byteLength, storedByteLength, backend, codec: codec?.name ?? 'none' })
    return cell
  }

  #store(column: C, byteLength: number, backend: BackendName, owned: ArrayBuffer | undefined): PageHandle {
    const { pager } = this.#parts
    if (owned !== undefined) return pager.pageoutWith(backend, [owned])
    const buffer = this.#encode(column, byteLength)
    try {
      return pager.pageoutWith(backend, [buffer])
    } catch (error) {
      pager.recycle(buffer)
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

  #compress(column: C, byteLength: number, backend: BackendName, codec: CheckedCodec): PageHandle {
    const { pager, container } = this.#parts
    const slices = bodySlices(container, column, byteLength)
    const target = pager.allocate(codec.maxStoredByteLength(byteLength))
    try {
      const storedByteLength = codec.compress(slices, new Uint8Array(target))
      return pager.pageoutWith(backend, [new Uint8Array(target, 0, storedByteLength)])
    } catch (error) {
      pager.recycle(target)
      throw error
    }
  }

  /** The bytes are safe by now, and losing them over a container that cannot be emptied would be worse than rows seen twice. */
  #clear(column: C): void {
    try {
      this.#parts.container.clear(column)
    } catch (error) {
      warn('COLUMN_CONTRACT_BROKEN', `a container's clear() threw: ${error}`)
    }
  }
}
