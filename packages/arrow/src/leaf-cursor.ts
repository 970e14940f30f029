// The leaves of a column, taken from the front: as many as a part of its type has.

import type { LeafArray } from '@spillway/column'

export class LeafCursor {
  readonly #leaves: readonly LeafArray[]
  #next = 0

  constructor(leaves: readonly LeafArray[]) {
    this.#leaves = leaves
  }

  next(): LeafArray {
    return this.#leaves[this.#next++]!
  }

  /** The next leaf, which is one of 64-bit words. */
  nextWords(): BigUint64Array {
    return this.next() as BigUint64Array
  }

  /** The next `count` leaves. */
  take(count: number): LeafArray[] {
    this.#next += count
    return this.#leaves.slice(this.#next - count, this.#next)
  }
}
