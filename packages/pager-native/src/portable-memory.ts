// Buffers that a portable pager lends, and the few that it keeps for the next loan: in fresh memory, page faults cost more than
// copying. A buffer fits a request of exactly its size only, because JavaScript cannot cut one up.
import { freshBuffer } from './buffer-allocation.js'
import { detachAll, free } from './chunk-spans.js'

/** Below this, allocating is cheap and keeping is not worth the search. */
const smallestWarmBytes = 2 ** 16

interface Loan {
  readonly byteLength: number
  returned: boolean
}

export class PortableMemory {
  readonly #loans = new WeakMap<ArrayBuffer, Loan>()
  readonly #collected = new FinalizationRegistry<Loan>(loan => this.#end(loan))
  /** The one kept last at the end. */
  readonly #warm: ArrayBuffer[] = []
  readonly #warmLimitBytes: number
  #closed = false
  #lentBytes = 0
  #warmBytes = 0

  constructor(warmLimitBytes: number) {
    this.#warmLimitBytes = warmLimitBytes
  }

  get lentBytes(): number {
    return this.#lentBytes
  }

  get warmBytes(): number {
    return this.#warmBytes
  }

  /** A buffer with undefined contents that is nobody's yet. Throws PagerError `PAGER_OUT_OF_MEMORY`. */
  allocate(byteLength: number): ArrayBuffer {
    const found = this.#warm.findLastIndex(buffer => buffer.byteLength === byteLength)
    if (found >= 0) {
      this.#warmBytes -= byteLength
      return this.#warm.splice(found, 1)[0]!
    }
    return freshBuffer(byteLength)
  }

  lend(buffer: ArrayBuffer): ArrayBuffer {
    const loan = { byteLength: buffer.byteLength, returned: false }
    this.#loans.set(buffer, loan)
    this.#collected.register(buffer, loan)
    this.#lentBytes += loan.byteLength
    return buffer
  }

  lent(buffer: ArrayBuffer): boolean {
    return this.#loans.get(buffer)?.returned === false
  }

  endLoan(buffer: ArrayBuffer): void {
    const loan = this.#loans.get(buffer)
    if (loan !== undefined) this.#end(loan)
  }

  /** Detaches the buffers, and keeps or frees their memory. Throws TypeError one of them cannot be detached. */
  consume(buffers: readonly ArrayBuffer[]): void {
    const moved = detachAll(buffers)
    for (const buffer of buffers) this.endLoan(buffer)
    for (const buffer of moved) this.keep(buffer)
  }

  /** Keeps the memory of a buffer that nobody else holds for the next `allocate`, or frees it. */
  keep(buffer: ArrayBuffer): void {
    const { byteLength } = buffer
    const resizable = 'resizable' in buffer && buffer.resizable === true
    const worthIt = byteLength >= smallestWarmBytes && byteLength <= this.#warmLimitBytes
    if (!worthIt || resizable || this.#closed) {
      free(buffer)
      return
    }
    this.#warm.push(buffer)
    this.#warmBytes += byteLength
    while (this.#warmBytes > this.#warmLimitBytes) {
      const oldest = this.#warm.shift()!
      this.#warmBytes -= oldest.byteLength
      free(oldest)
    }
  }

  close(): void {
    this.#closed = true
    for (const buffer of this.#warm.splice(0)) free(buffer)
    this.#warmBytes = 0
  }

  #end(loan: Loan): void {
    if (loan.returned) return
    loan.returned = true
    this.#lentBytes -= loan.byteLength
  }
}
