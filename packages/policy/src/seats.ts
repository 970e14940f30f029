// Who has joined a shared budget, and how many bytes each of them has claimed. It knows no capacity: who may claim is asked for.
//
// A worker's number is `seat + generation * seats`, so the number of one that is gone can never touch the next on its seat.
import { BudgetError } from './budget-error.js'
import * as layout from './budget-layout.js'

// How often a claim takes itself back for others that race it for the last bytes, before it gives up. To refuse is always safe.
const MAX_YIELDS = 10

/** Why a release was not credited in full: its worker is gone or never joined, or had not claimed so much. */
export type ReleaseOutcome = 'credited' | 'stray' | 'excess'

/** The seats of one budget. Every change is one atomic step on one word, so any thread may be terminated anywhere. */
export class Seats {
  readonly count: number
  readonly #words: BigUint64Array

  constructor(words: BigUint64Array, count: number) {
    this.#words = words
    this.count = count
  }

  /** Takes a seat that is empty and owes nothing, and returns the worker's number, or undefined. */
  join(): number | undefined {
    for (let seat = 0; seat < this.count; seat++) {
      const word = this.#load(seat)
      if (!layout.isVacant(word)) continue
      const generation = layout.nextGeneration(layout.generationOf(word))
      if (this.#exchange(seat, word, layout.joinedWord(generation))) return seat + generation * this.count
    }
    return undefined
  }

  /** Whether `worker` has its seat and has not left. */
  isJoined(worker: number): boolean {
    if (!this.#isWorker(worker)) return false
    const word = this.#load(worker % this.count)
    return this.#isCurrent(worker, word) && layout.isJoined(word)
  }

  leave(worker: number): void {
    this.#replace(worker, layout.leftWord)
  }

  /** Empties a worker's seat and returns the bytes it had claimed. */
  reclaim(worker: number): number {
    const word = this.#replace(worker, old => layout.vacantWord(layout.nextGeneration(layout.generationOf(old))))
    return word === undefined ? 0 : layout.bytesOf(word)
  }

  /**
   * Adds to what `worker` has claimed if `mayClaim(before, after)`, and keeps it only if `mayClaim(after, after)` holds once it
   * is visible to all. Two claims that race for the same last bytes do not see each other before they stand: then whoever sees
   * both takes itself back, and asks again.
   *
   * @throws BudgetError `BUDGET_LEFT`
   */
  claim(worker: number, byteLength: number, mayClaim: (before: number, after: number) => boolean): boolean {
    this.#check(worker)
    const seat = worker % this.count
    for (let yields = 0; yields < MAX_YIELDS; ) {
      const word = this.#load(seat)
      if (!this.#isCurrent(worker, word) || !layout.isJoined(word)) {
        throw new BudgetError('BUDGET_LEFT', 'this worker has left the budget, or was reclaimed: it claims no more')
      }
      if (byteLength === 0) return true
      const before = layout.bytesOf(word)
      const after = before + byteLength
      if (after > layout.MAX_BUDGET_BYTES || !mayClaim(before, after)) return false
      if (!this.#exchange(seat, word, word + BigInt(byteLength))) continue
      if (mayClaim(after, after)) return true
      this.release(worker, byteLength)
      yields++
    }
    return false
  }

  /** Takes from what `worker` has claimed, but not more than that. */
  release(worker: number, byteLength: number): ReleaseOutcome {
    if (!this.#isWorker(worker)) return 'stray'
    const seat = worker % this.count
    for (;;) {
      const word = this.#load(seat)
      // Also the number of a seat that nobody has taken yet, or that has been left and owes nothing.
      if (!this.#isCurrent(worker, word) || layout.isVacant(word)) return 'stray'
      const credited = Math.min(byteLength, layout.bytesOf(word))
      if (!this.#exchange(seat, word, word - BigInt(credited))) continue
      return credited < byteLength ? 'excess' : 'credited'
    }
  }

  /** Bytes that `worker` has claimed; 0 when it is gone. */
  bytesOf(worker: number): number {
    if (!this.#isWorker(worker)) return 0
    const word = this.#load(worker % this.count)
    return this.#isCurrent(worker, word) ? layout.bytesOf(word) : 0
  }

  /** Bytes claimed by all workers beyond what each has for itself. */
  bytesBeyond(workerBytes: number): number {
    let sum = 0
    for (let seat = 0; seat < this.count; seat++) sum += Math.max(0, layout.bytesOf(this.#load(seat)) - workerBytes)
    return sum
  }

  /** Every seat that is taken, or empty with claims that live on. */
  *taken(): IterableIterator<{ worker: number; joined: boolean; inUseBytes: number }> {
    for (let seat = 0; seat < this.count; seat++) {
      const word = this.#load(seat)
      const joined = layout.isJoined(word)
      const inUseBytes = layout.bytesOf(word)
      if (joined || inUseBytes > 0) {
        yield { worker: seat + layout.generationOf(word) * this.count, joined, inUseBytes }
      }
    }
  }

  #load(seat: number): bigint {
    return Atomics.load(this.#words, layout.seatIndex(seat))
  }

  #exchange(seat: number, expected: bigint, word: bigint): boolean {
    return Atomics.compareExchange(this.#words, layout.seatIndex(seat), expected, word) === expected
  }

  /** Replaces a worker's word by `next(word)` and returns what it was, unless the worker is gone. */
  #replace(worker: number, next: (word: bigint) => bigint): bigint | undefined {
    this.#check(worker)
    const seat = worker % this.count
    for (;;) {
      const word = this.#load(seat)
      if (!this.#isCurrent(worker, word)) return undefined
      if (this.#exchange(seat, word, next(word))) return word
    }
  }

  #isCurrent(worker: number, word: bigint): boolean {
    return layout.generationOf(word) === Math.floor(worker / this.count)
  }

  #isWorker(worker: number): boolean {
    return Number.isSafeInteger(worker) && worker >= 0
  }

  #check(worker: number): void {
    if (!this.#isWorker(worker)) throw new TypeError(`a worker is the number that join() returned, not ${worker}`)
  }
}
