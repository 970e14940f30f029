// The one implementation of `PagedColumn`: holds what stands for the column, gives it up once, and stays as it was when that
// fails. How the bytes got here is the business of `column-pager.ts`, and when they are to move that of `evictor.ts`.
//
//   resident            column, ticket, and the buffer that the column views; a place in the queue, if columns are evicted at all
//   paged, compressed   handle; or buffer, after bytes came back that no column could be made of and the pager did not take again
import type { ContainerBytes } from '@spillway/column'
import type { PageHandle, Pager } from '@spillway/pager-native'
import type { BackendName } from '@spillway/policy'
import type { CheckedCodec } from './checked-codec.js'
import { ColumnPagerError } from './column-pager-error.js'
import { pageOutCompressed } from './compressed-body.js'
import { nanosecondsSince } from './elapsed.js'
import { giveBack } from './give-back.js'
import type { Journal, StoredBody } from './journal.js'
import type { PagedColumn, PagedColumnState } from './paged-column.js'
import type { Evictable, QueueEntry } from './resident-queue.js'
import type { ResidentTicket } from './resident-ticket.js'

/** What a cell needs of the column pager that made it. */
export interface CellParts<C> {
  readonly pager: Pager
  readonly container: ContainerBytes<C>
  readonly journal: Journal
}

const trusted = { trusted: true } as const

interface Restored<C> {
  readonly column: C
  readonly buffer: ArrayBuffer
}

export class ColumnCell<C> implements PagedColumn<C>, Evictable {
  readonly byteLength: number
  readonly #parts: CellParts<C>
  #state: PagedColumnState
  #storedByteLength: number
  #backend: BackendName | undefined
  #codec: CheckedCodec | undefined
  #column: C | undefined
  #ticket: ResidentTicket | undefined
  #entry: QueueEntry<ColumnCell<C>> | undefined
  #handle: PageHandle | undefined
  #buffer: ArrayBuffer | undefined
  #touched = false
  #pins = 0

  private constructor(
    parts: CellParts<C>,
    state: PagedColumnState,
    byteLength: number,
    handle: PageHandle | undefined,
    codec: CheckedCodec | undefined,
  ) {
    this.#parts = parts
    this.#state = state
    this.byteLength = byteLength
    this.#storedByteLength = handle?.byteLength ?? byteLength
    this.#backend = handle?.backend
    this.#handle = handle
    this.#codec = codec
    this.#column = undefined
    this.#ticket = undefined
    this.#entry = undefined
    this.#buffer = undefined
  }

  /** Keeps `column`, which views all of `buffer`. */
  static resident<C>(parts: CellParts<C>, column: C, buffer: ArrayBuffer, ticket: ResidentTicket): ColumnCell<C> {
    const cell = new ColumnCell(parts, 'resident', buffer.byteLength, undefined, undefined)
    cell.#column = column
    cell.#buffer = buffer
    cell.#ticket = ticket
    return cell
  }

  /** Holds a body of `byteLength` bytes that is with the pager, as it is or as `codec` made it. */
  static stored<C>(parts: CellParts<C>, byteLength: number, handle: PageHandle, codec?: CheckedCodec): ColumnCell<C> {
    return new ColumnCell(parts, codec === undefined ? 'paged' : 'compressed', byteLength, handle, codec)
  }

  get state(): PagedColumnState {
    return this.#state
  }

  get closed(): boolean {
    return this.#state === 'taken' || this.#state === 'closed'
  }

  get storedByteLength(): number {
    return this.#storedByteLength
  }

  get container(): ContainerBytes<C> {
    return this.#parts.container
  }

  /** Its bytes with the pager; undefined while it is resident. */
  get stored(): StoredBody | undefined {
    if (this.#backend === undefined) return undefined
    const { byteLength, storedByteLength } = this
    return { byteLength, storedByteLength, backend: this.#backend, codec: this.#codec?.name ?? 'none' }
  }

  get pinned(): boolean {
    return this.#pins > 0
  }

  spendTouch(): boolean {
    const touched = this.#touched
    this.#touched = false
    return touched
  }

  /** Its place among those that may be evicted; it leaves that by itself when it ends. */
  queuedAs(entry: QueueEntry<ColumnCell<C>>, touched: boolean): void {
    this.#entry = entry
    this.#touched = touched
  }

  prefetch(): void {
    this.#touched = true
    this.#handle?.prefetch()
  }

  take(): C {
    const before = this.#expectLive()
    // First, so that a container or a codec that calls back finds the column gone, not half gone.
    this.#state = 'taken'
    if (before === 'resident') return this.#takeResident()
    const { journal } = this.#parts
    const stored = this.stored!
    const began = performance.now()
    let column: C
    try {
      column = this.#restore()
    } catch (error) {
      this.#state = before
      journal.failed('take', stored.byteLength, stored.backend, stored.codec, error)
      throw error
    }
    journal.pagedIn(stored, nanosecondsSince(began))
    journal.taken(stored.byteLength, stored)
    return column
  }

  read<R>(reader: (column: C) => R): R {
    if (this.#expectLive() !== 'resident') return this.#readCopy(reader)
    this.#touched = true
    this.#pins++
    try {
      return reader(this.#column as C)
    } finally {
      this.#unpin()
    }
  }

  /**
   * Pages a resident column out; when this throws it is resident as before. False if a callback ended it meanwhile. Nobody holds
   * its claim afterwards.
   */
  evict(backend: BackendName, codec: CheckedCodec | undefined): boolean {
    const { pager, journal } = this.#parts
    const began = performance.now()
    const buffer = this.#buffer!
    let handle: PageHandle | undefined
    // A codec that calls back must find this column where it is, and not move it a second time.
    this.#pins++
    try {
      const isWanted = () => this.#state === 'resident'
      handle =
        codec === undefined
          ? pager.pageoutWith(backend, [buffer])
          : pageOutCompressed([new Uint8Array(buffer)], this.byteLength, { pager, backend, codec, isWanted })
    } finally {
      this.#unpin()
    }
    if (handle === undefined) return false
    // Without a codec, a pager that calls back is the only one who can.
    if (this.#state !== 'resident') {
      handle.close()
      return false
    }
    const ticket = this.#ticket!
    this.#entry?.remove()
    this.#column = this.#ticket = this.#entry = this.#buffer = undefined
    this.#handle = handle
    this.#backend = handle.backend
    this.#codec = codec
    this.#storedByteLength = handle.byteLength
    this.#state = codec === undefined ? 'paged' : 'compressed'
    journal.evicted(this.stored!, nanosecondsSince(began))
    ticket.release('evicted')
    // The pager has it already when there was no codec.
    if (codec !== undefined) giveBack(pager, buffer)
    return true
  }

  close(): void {
    if (this.closed) return
    const { stored } = this
    this.#state = 'closed'
    this.#entry?.remove()
    this.#handle?.close()
    const ticket = this.#ticket
    this.#column = this.#ticket = this.#entry = this.#handle = undefined
    if (stored !== undefined) this.#parts.journal.discarded(stored)
    ticket?.release('closed')
    this.#forgetBuffer()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #expectLive(): Exclude<PagedColumnState, 'taken' | 'closed'> {
    const state = this.#state
    if (state === 'taken') throw new ColumnPagerError('COLUMN_TAKEN', 'the paged column was taken')
    if (state === 'closed') throw new ColumnPagerError('COLUMN_CLOSED', 'the paged column was closed')
    return state
  }

  #unpin(): void {
    this.#pins--
    if (this.#state === 'closed') this.#forgetBuffer()
  }

  /** Whoever closes a column while somebody reads it waits with its memory until that is over. */
  #forgetBuffer(): void {
    const buffer = this.#buffer
    if (buffer === undefined || this.#pins > 0) return
    this.#buffer = undefined
    giveBack(this.#parts.pager, buffer)
  }

  #takeResident(): C {
    const { journal } = this.#parts
    const column = this.#column as C
    const ticket = this.#ticket!
    journal.inFlight.lend(this.#buffer!)
    this.#entry?.remove()
    this.#column = this.#ticket = this.#entry = this.#buffer = undefined
    ticket.release('taken')
    journal.taken(this.byteLength, undefined)
    return column
  }

  #restore(): C {
    const stored = this.#buffer ?? this.#handle!.take()
    this.#handle = undefined
    this.#buffer = stored
    let restored: Restored<C>
    try {
      restored = this.#columnOf(stored)
    } catch (error) {
      this.#putBack(stored)
      throw error
    }
    this.#buffer = undefined
    this.#parts.journal.inFlight.lend(restored.buffer)
    if (restored.buffer !== stored) giveBack(this.#parts.pager, stored)
    return restored.column
  }

  /** A column over a copy of its bytes, which stay where they are. */
  #readCopy<R>(reader: (column: C) => R): R {
    const { pager, journal } = this.#parts
    const { byteLength, backend, codec } = this.stored!
    let copy: ArrayBuffer | undefined
    let restored: Restored<C>
    try {
      copy = this.#copyStored()
      restored = this.#columnOf(copy)
    } catch (error) {
      if (copy !== undefined) giveBack(pager, copy)
      journal.failed('read', byteLength, backend, codec, error)
      throw error
    }
    const { column, buffer } = restored
    if (buffer !== copy) giveBack(pager, copy)
    journal.inFlight.lend(buffer)
    try {
      return reader(column)
    } finally {
      journal.inFlight.giveBack(buffer, byteLength)
      giveBack(pager, buffer)
    }
  }

  #copyStored(): ArrayBuffer {
    const copy = this.#parts.pager.allocate(this.#storedByteLength)
    const target = new Uint8Array(copy)
    try {
      if (this.#buffer !== undefined) target.set(new Uint8Array(this.#buffer))
      else this.#handle!.readInto(0, target)
    } catch (error) {
      giveBack(this.#parts.pager, copy)
      throw error
    }
    return copy
  }

  /** The column that `stored` stands for, and the buffer that it views: `stored` itself, or what the codec made of it. */
  #columnOf(stored: ArrayBuffer): Restored<C> {
    const { pager, container } = this.#parts
    const codec = this.#codec
    // The pager gave back what this process wrote. A codec is not trusted that far: lz4 blocks carry no checksum.
    if (codec === undefined) return { column: container.fromBytes(new Uint8Array(stored), trusted), buffer: stored }
    const buffer = pager.allocate(this.byteLength)
    try {
      const body = new Uint8Array(buffer)
      codec.decompress(new Uint8Array(stored), body)
      return { column: container.fromBytes(body), buffer }
    } catch (error) {
      giveBack(pager, buffer)
      throw error
    }
  }

  /** Where the bytes were is the best place for them, but any place is better than none. */
  #putBack(stored: ArrayBuffer): void {
    try {
      this.#handle = this.#parts.pager.pageoutWith(this.#backend!, [stored])
      this.#buffer = undefined
    } catch {
      // The buffer still holds them, and the next take starts from it.
    }
  }
}
