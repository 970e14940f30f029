// What is between two operators: buffers that this column pager gave out and that have neither come back nor been collected.
// It counts them, and holds none.
import { LenderMark } from './lender-mark.js'
import { type ColumnTotals, Tally } from './tally.js'

export class InFlightBuffers {
  readonly #tally = new Tally()
  /** A buffer that nobody gives back is still memory, until it is collected. */
  readonly #registry = new FinalizationRegistry<number>(byteLength => this.#tally.subtract(byteLength, byteLength))

  get totals(): ColumnTotals {
    return this.#tally.totals
  }

  lend(buffer: ArrayBuffer): void {
    const { byteLength } = buffer
    this.#tally.add(byteLength, byteLength)
    this.#registry.register(buffer, byteLength, buffer)
    LenderMark.put(buffer, this)
  }

  /** `buffer` had `byteLength` bytes, and may be detached by now. Whoever lent it counts it no more; one that was never lent changes nothing. */
  giveBack(buffer: ArrayBuffer, byteLength: number): void {
    const lender = LenderMark.lenderOf(buffer) ?? this
    if (lender.#registry.unregister(buffer)) lender.#tally.subtract(byteLength, byteLength)
  }
}
