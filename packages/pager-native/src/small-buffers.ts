// Buffers too small to be worth an external ArrayBuffer: ordinary ones, copied on the way in and out. Counts what is lent, so
// that bytes between two operators are seen whatever their size.

interface Loan {
  byteLength: number
}

export class SmallBuffers {
  readonly #loans = new WeakMap<ArrayBuffer, Loan>()
  // A loan that was given back before has no bytes left, so a late collection of its buffer changes nothing.
  readonly #collected = new FinalizationRegistry<Loan>(loan => {
    this.#lentBytes -= loan.byteLength
  })
  #lentBytes = 0

  get lentBytes(): number {
    return this.#lentBytes
  }

  /** A buffer with undefined contents. Empty ones are nobody's and need not come back. */
  lend(byteLength: number): ArrayBuffer {
    const buffer = new ArrayBuffer(byteLength)
    if (byteLength === 0) return buffer
    const loan = { byteLength }
    this.#loans.set(buffer, loan)
    this.#collected.register(buffer, loan)
    this.#lentBytes += byteLength
    return buffer
  }

  has(buffer: ArrayBuffer): boolean {
    return this.#loans.has(buffer)
  }

  /** Ends the loan of `buffer`, if it is one; the caller detaches it. */
  end(buffer: ArrayBuffer): boolean {
    const loan = this.#loans.get(buffer)
    if (loan === undefined) return false
    this.#loans.delete(buffer)
    this.#lentBytes -= loan.byteLength
    loan.byteLength = 0
    return true
  }
}
