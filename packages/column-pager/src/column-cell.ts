// The one implementation of `PagedColumn`: holds what stands for the column, gives it up once, and stays as it was when that
// fails. How the bytes got here is the business of `column-pager.ts`.
//
//   resident            column, ticket, and the buffer that the column views
//   paged, compressed   handle; or buffer, after bytes came back that no column could be made of and the pager did not take again
import type { ContainerBytes } from '@spillway/column'
import type { PageHandle, Pager } from '@spillway/pager-native'
import type { BackendName } from '@spillway/policy'
import type { CheckedCodec } from './checked-codec.js'
import { ColumnPagerError } from './column-pager-error.js'
import type { PagedColumn, PagedColumnState } from './paged-column.js'
import type { PolicyRecorder } from './policy-recorder.js'
import type { ResidentTicket } from './resident-ticket.js'

/** What a cell needs of the column pager that made it. */
export interface CellParts<C> {
  readonly pager: Pager
  readonly container: ContainerBytes<C>
  readonly recorder: PolicyRecorder
}

const trusted = { trusted: true } as const

export class ColumnCell<C> implements PagedColumn<C> {
  readonly byteLength: number
  readonly storedByteLength: number
  readonly #parts: CellParts<C>
  readonly #codec: CheckedCodec | undefined
  readonly #backend: BackendName | undefined
  #state: PagedColumnState
  #column: C | undefined
  #ticket: ResidentTicket | undefined
  #handle: PageHandle | undefined
  #buffer: ArrayBuffer | undefined

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
    this.storedByteLength = handle?.byteLength ?? byteLength
    this.#backend = handle?.backend
    this.#handle = handle
    this.#codec = codec
    this.#column = undefined
    this.#ticket = undefined
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

  get container(): ContainerBytes<C> {
    return this.#parts.container
  }

  prefetch(): void {
    this.#handle?.prefetch()
  }

  take(): C {
    const before = this.#state
    if (before === 'taken') throw new ColumnPagerError('COLUMN_TAKEN', 'the paged column was taken')
    if (before === 'closed') throw new ColumnPagerError('COLUMN_CLOSED', 'the paged column was closed')
    // First, so that a container or a codec that calls back finds the column gone, not half gone.
    this.#state = 'taken'
    if (before === 'resident') return this.#takeResident()
    const { byteLength, storedByteLength } = this
    const parts = this.#parts
    const backend = this.#backend!
    const codec = this.#codec?.name ?? 'none'
    let column: C
    try {
      column = this.#restore()
    } catch (error) {
      this.#state = before
      parts.recorder.record({ type: 'failed', verb: 'take', byteLength, backend, codec, error })
      throw error
    }
    parts.recorder.record({ type: 'pagedIn', byteLength, storedByteLength, backend, codec })
    return column
  }

  close(): void {
    if (this.closed) return
    this.#state = 'closed'
    this.#handle?.close()
    if (this.#buffer !== undefined) this.#parts.pager.recycle(this.#buffer)
    const ticket = this.#ticket
    this.#column = this.#ticket = this.#handle = this.#buffer = undefined
    ticket?.release()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #takeResident(): C {
    const column = this.#column as C
    const ticket = this.#ticket
    this.#column = this.#ticket = this.#buffer = undefined
    ticket!.release()
    return column
  }

  #restore(): C {
    const { container } = this.#parts
    const stored = this.#buffer ?? this.#handle!.take()
    this.#handle = undefined
    this.#buffer = stored
    let column: C
    try {
      // The pager gave back what this process wrote. A codec is not trusted that far: lz4 blocks carry no checksum.
      const codec = this.#codec
      column = codec === undefined ? container.fromBytes(new Uint8Array(stored), trusted) : this.#decode(codec, stored)
    } catch (error) {
      this.#putBack(stored)
      throw error
    }
    this.#buffer = undefined
    return column
  }

  #decode(codec: CheckedCodec, stored: ArrayBuffer): C {
    const { pager, container } = this.#parts
    const buffer = pager.allocate(this.byteLength)
    let column: C
    try {
      const body = new Uint8Array(buffer)
      codec.decompress(new Uint8Array(stored), body)
      column = container.fromBytes(body)
    } catch (error) {
      pager.recycle(buffer)
      throw error
    }
    pager.recycle(stored)
    return column
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
