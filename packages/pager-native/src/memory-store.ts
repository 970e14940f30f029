// What all handles of one memory pager share: the payloads, the loans, and what is counted about them. It knows no chunks and
// no ranges; whether a verb is allowed is asked of the pager and of the handle, not here.
import { free } from './chunk-spans.js'
import { LeakWarning } from './leak-warning.js'
import { PagerError } from './pager-error.js'
import type { PagerStats } from './pager-stats.js'

/** What the fault hook may refuse; `read` is any of `readAt`, `readAtMany` and `readInto`. */
export type MemoryPagerVerb = 'allocate' | 'pageout' | 'read' | 'take'

interface Loan {
  readonly byteLength: number
  returned: boolean
}

export class MemoryStore {
  closed = false
  readonly #limitBytes: number
  readonly #fault: (verb: MemoryPagerVerb) => void
  readonly #payloads = new Map<number, ArrayBuffer>()
  readonly #loans = new WeakMap<ArrayBuffer, Loan>()
  readonly #collectedLoans = new FinalizationRegistry<Loan>(loan => this.#endLoan(loan))
  readonly #collectedHandles = new FinalizationRegistry<number>(id => this.#reclaimLeak(id))
  readonly #leakWarning = new LeakWarning()
  #lastId = 0
  #residentBytes = 0
  #lentBytes = 0
  #noSpaceErrors = 0
  #handlesLeaked = 0

  constructor(limitBytes: number, fault: (verb: MemoryPagerVerb) => void) {
    this.#limitBytes = limitBytes
    this.#fault = fault
  }

  /** Called when nothing has changed yet, so that a verb that the hook refuses has not happened. */
  mayFail(verb: MemoryPagerVerb): void {
    this.#fault(verb)
  }

  reserve(byteLength: number): void {
    if (this.#residentBytes + byteLength <= this.#limitBytes) return
    this.#noSpaceErrors++
    throw new PagerError(
      'PAGER_NO_SPACE',
      `${byteLength} bytes do not fit: ${this.#residentBytes} of ${this.#limitBytes} bytes are in use`,
    )
  }

  insert(payload: ArrayBuffer): number {
    const id = ++this.#lastId
    this.#payloads.set(id, payload)
    this.#residentBytes += payload.byteLength
    return id
  }

  get(id: number): ArrayBuffer {
    const payload = this.#payloads.get(id)
    if (payload === undefined) throw new Error(`payload ${id} is gone while its handle is open`)
    return payload
  }

  delete(id: number): void {
    const payload = this.#payloads.get(id)
    if (payload === undefined) return
    this.#payloads.delete(id)
    this.#residentBytes -= payload.byteLength
  }

  /** Also frees the payload's memory, where JavaScript can; the collector is late in a loop that never yields. */
  discard(id: number): void {
    const payload = this.#payloads.get(id)
    if (payload === undefined) return
    this.delete(id)
    free(payload)
  }

  /** `handle` must not be reachable from the store: its collection is what tells a leak. */
  watch(handle: object, id: number): void {
    this.#collectedHandles.register(handle, id)
  }

  lend(buffer: ArrayBuffer): ArrayBuffer {
    const loan = { byteLength: buffer.byteLength, returned: false }
    this.#loans.set(buffer, loan)
    this.#collectedLoans.register(buffer, loan)
    this.#lentBytes += loan.byteLength
    return buffer
  }

  lent(buffer: ArrayBuffer): boolean {
    return this.#loans.get(buffer)?.returned === false
  }

  takeBack(buffer: ArrayBuffer): void {
    const loan = this.#loans.get(buffer)
    if (loan !== undefined) this.#endLoan(loan)
  }

  close(): void {
    this.closed = true
    this.#payloads.clear()
    this.#residentBytes = 0
  }

  stats(): PagerStats {
    return {
      engine: 'memory',
      liveHandles: this.#payloads.size,
      // Nothing is ever stored anywhere else, so the payloads of both backends are resident.
      bytes: {
        resident: this.#residentBytes,
        lent: this.#lentBytes,
        writing: 0,
        stored: 0,
        reading: 0,
        warm: 0,
        mapped: 0,
      },
      file: { mode: 'unopened', naming: 'unopened', segments: 0, allocatedBytes: 0, usedBytes: 0, extents: [] },
      counters: {
        bytesWritten: 0,
        bytesRead: 0,
        writesElided: 0,
        prefetchHits: 0,
        prefetchMisses: 0,
        stalls: 0,
        stallNanoseconds: 0,
        pageoutsDeclined: 0,
        noSpaceErrors: this.#noSpaceErrors,
        ioErrors: 0,
        checksumFailures: 0,
        handlesLeaked: this.#handlesLeaked,
      },
      latency: { read: { counts: [], totalNanoseconds: 0 }, write: { counts: [], totalNanoseconds: 0 } },
    }
  }

  #endLoan(loan: Loan): void {
    if (loan.returned) return
    loan.returned = true
    this.#lentBytes -= loan.byteLength
  }

  #reclaimLeak(id: number): void {
    if (!this.#payloads.has(id)) return
    this.discard(id)
    this.#handlesLeaked++
    this.#leakWarning.give()
  }
}
