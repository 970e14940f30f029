// Buffers too small to be worth an external ArrayBuffer: ordinary ones, copied on the way in and out. Counts what is lent, so
// that bytes between two operators are seen whatever their size.
//
// A WeakMap and a finalizer per buffer would cost several times what the rest of a 4 KiB page-out does. So loans are marked by a
// private field that is put on the buffer itself, and are collected in groups: a buffer that was dropped stops counting when the
// last buffer of its group is gone.

interface Ledger {
  lentBytes: number
}

/** Kept alive by the buffers that were lent while it was current; its collection ends the loans that were never ended. */
class LoanGroup {
  readonly ledger: Ledger = { lentBytes: 0 }
  readonly lender: SmallBuffers
  loans = 0

  constructor(lender: SmallBuffers) {
    this.lender = lender
  }
}

// A constructor that returns the object it was given: a subclass's private fields are then put on that object.
class SameObject {
  constructor(target: object) {
    // biome-ignore lint/correctness/noConstructorReturn: it is what this class is for
    return target
  }
}

class LoanMark extends SameObject {
  #group: LoanGroup | undefined
  // A buffer that its borrower detached has no length left to ask for.
  readonly #byteLength: number

  constructor(buffer: ArrayBuffer, group: LoanGroup) {
    super(buffer)
    this.#group = group
    this.#byteLength = buffer.byteLength
  }

  static groupOf(buffer: ArrayBuffer): LoanGroup | undefined {
    return #group in buffer ? (buffer as unknown as LoanMark).#group : undefined
  }

  static end(buffer: ArrayBuffer): number {
    const mark = buffer as unknown as LoanMark
    mark.#group = undefined
    return mark.#byteLength
  }
}

const loansPerGroup = 64

export class SmallBuffers {
  readonly #collected = new FinalizationRegistry<Ledger>(ledger => {
    this.#lentBytes -= ledger.lentBytes
  })
  #current: LoanGroup | undefined
  #lentBytes = 0

  get lentBytes(): number {
    // Whoever looks wants to see dropped buffers go: the group must not be kept alive by being current.
    this.#current = undefined
    return this.#lentBytes
  }

  /** A buffer with undefined contents. Empty ones are nobody's and need not come back. */
  lend(byteLength: number): ArrayBuffer {
    const buffer = new ArrayBuffer(byteLength)
    if (byteLength === 0) return buffer
    const group = this.#openGroup()
    new LoanMark(buffer, group)
    group.ledger.lentBytes += byteLength
    this.#lentBytes += byteLength
    return buffer
  }

  has(buffer: ArrayBuffer): boolean {
    return LoanMark.groupOf(buffer)?.lender === this
  }

  /** Ends the loan of `buffer`, if it is one, whoever's; the caller detaches it. */
  end(buffer: ArrayBuffer): void {
    const group = LoanMark.groupOf(buffer)
    if (group === undefined) return
    const byteLength = LoanMark.end(buffer)
    group.ledger.lentBytes -= byteLength
    group.lender.#lentBytes -= byteLength
  }

  #openGroup(): LoanGroup {
    let group = this.#current
    if (group === undefined || group.loans === loansPerGroup) {
      group = new LoanGroup(this)
      this.#collected.register(group, group.ledger)
      this.#current = group
    }
    group.loans++
    return group
  }
}
