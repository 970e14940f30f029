// Buffers too small to be worth an external ArrayBuffer: ordinary ones, copied on the way in and out. Counts what is lent, so
// that bytes between two operators are seen whatever their size.
//
// Memory that comes back goes to a free list under a new ArrayBuffer, so that whoever still holds the old one finds it detached.
// Lists are by exact length, because an ArrayBuffer has only one, and bounded together. What exceeds the bound is freed by the
// addon at once: JavaScript could only wait for the collector, and grow meanwhile. Node 20 cannot move memory to a new ArrayBuffer
// but with `structuredClone`, which costs three times as much as freeing and allocating it; there the lists stay empty.
//
// A WeakMap and a finalizer per buffer would cost several times what the rest of a 4 KiB page-out does. So loans are marked by a
// private field that is put on the buffer itself, and are collected in groups: a buffer that was dropped stops counting when the
// last buffer of its group is gone.
import { freshBuffer } from './buffer-allocation.js'

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
const freeLimitBytes = 2 ** 20
/** Below, what V8 needs to know a buffer is as much as its bytes. */
const smallestKeptBytes = 256

export class SmallBuffers {
  readonly #detach: (buffer: ArrayBuffer) => void
  readonly #collected = new FinalizationRegistry<Ledger>(ledger => {
    this.#lentBytes -= ledger.lentBytes
  })
  /** By length, the length that was returned first at the front. */
  readonly #free = new Map<number, ArrayBuffer[]>()
  #freeBytes = 0
  #current: LoanGroup | undefined
  #lentBytes = 0

  /** `detach` frees a buffer's memory at once. */
  constructor(detach: (buffer: ArrayBuffer) => void) {
    this.#detach = detach
  }

  /** Memory that waits for its next use. */
  get freeBytes(): number {
    return this.#freeBytes
  }

  get lentBytes(): number {
    // Whoever looks wants to see dropped buffers go: the group must not be kept alive by being current.
    this.#current = undefined
    return this.#lentBytes
  }

  /** A buffer with undefined contents. Empty ones are nobody's and need not come back. */
  lend(byteLength: number): ArrayBuffer {
    if (byteLength === 0) return new ArrayBuffer(0)
    const buffer = this.#reuse(byteLength) ?? freshBuffer(byteLength)
    const group = this.#openGroup()
    new LoanMark(buffer, group)
    group.ledger.lentBytes += byteLength
    this.#lentBytes += byteLength
    return buffer
  }

  has(buffer: ArrayBuffer): boolean {
    return LoanMark.groupOf(buffer)?.lender === this
  }

  /**
   * Ends the loan of `buffer`, which `has` knows, detaches it, and keeps its memory for the next one where it can.
   *
   * @throws TypeError it cannot be detached; the loan goes on
   */
  reclaim(buffer: ArrayBuffer): void {
    if (buffer.byteLength > 0) {
      // What the borrower has marked as untransferable must not come to native code: it would abort.
      if (transfer !== undefined) this.#keep(transfer(buffer))
      else this.#detach(buffer)
    }
    this.end(buffer)
  }

  /** Ends the loan of `buffer`, if it is one, whoever's; the caller detaches it. */
  end(buffer: ArrayBuffer): void {
    const group = LoanMark.groupOf(buffer)
    if (group === undefined) return
    const byteLength = LoanMark.end(buffer)
    group.ledger.lentBytes -= byteLength
    group.lender.#lentBytes -= byteLength
  }

  #reuse(byteLength: number): ArrayBuffer | undefined {
    const buffer = this.#free.get(byteLength)?.pop()
    if (buffer !== undefined) this.#freeBytes -= byteLength
    return buffer
  }

  #keep(buffer: ArrayBuffer): void {
    const { byteLength } = buffer
    if (byteLength < smallestKeptBytes) {
      this.#detach(buffer)
      return
    }
    const list = this.#free.get(byteLength)
    if (list === undefined) this.#free.set(byteLength, [buffer])
    else list.push(buffer)
    this.#freeBytes += byteLength
    while (this.#freeBytes > freeLimitBytes) this.#forgetOne()
  }

  #forgetOne(): void {
    for (const [byteLength, list] of this.#free) {
      const buffer = list.pop()
      if (buffer !== undefined) {
        this.#freeBytes -= byteLength
        this.#detach(buffer)
        return
      }
      this.#free.delete(byteLength)
    }
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

const transfer: ((buffer: ArrayBuffer) => ArrayBuffer) | undefined =
  'transfer' in ArrayBuffer.prototype
    ? buffer => (buffer as ArrayBuffer & { transfer(): ArrayBuffer }).transfer()
    : undefined
