// What paging costs the caller's thread while most columns go one way, raw or through the codec: out and back, in nanoseconds per
// byte of body, waiting included.
//
// It is the cost of the time, not of the column: who waits for a busy disk is chance, a take as likely as a page-out, so what all calls cost
// while the disk is loaded in one way is what that way costs.
import { CostMeter } from './cost-meter.js'

const MiB = 2 ** 20
const HALF_LIFE_BYTES = 32 * MiB
/** Beyond what a pager takes in before it makes anybody wait: until then the disk still does what was asked of it before. */
const SETTLE_BYTES = 16 * MiB

export class RegimeCost {
  readonly #out = new CostMeter(HALF_LIFE_BYTES)
  readonly #back = new CostMeter(HALF_LIFE_BYTES)
  #settlingBytes = SETTLE_BYTES
  #measuredBytes = 0

  /** Bytes paged out since the regime began and the disk had settled. */
  get measuredBytes(): number {
    return this.#measuredBytes
  }

  /** The cost of paging out; undefined before it was measured. */
  get out(): number | undefined {
    return this.#out.nsPerByte
  }

  /** The cost of taking back; undefined while nothing says how long that took. */
  get back(): number | undefined {
    return this.#back.nsPerByte
  }

  /** The regime begins anew; until there is something to measure, what was measured before still counts. */
  begin(settle: boolean): void {
    this.#settlingBytes = settle ? SETTLE_BYTES : 0
    this.#measuredBytes = 0
  }

  addOut(byteLength: number, durationNs: number): void {
    if (this.#settlingBytes > 0) {
      this.#settlingBytes -= byteLength
      return
    }
    if (this.#measuredBytes === 0) {
      this.#out.reset()
      this.#back.reset()
    }
    this.#measuredBytes += byteLength
    this.#out.add(byteLength, durationNs)
  }

  addBack(byteLength: number, durationNs: number): void {
    if (this.#settlingBytes <= 0) this.#back.add(byteLength, durationNs)
  }
}
