// Which of several sorted sources comes next? A tournament: after the winner moved on, one comparison per level finds the next one.
// It knows nothing of the sources but how two of them compare; one that has ended must compare after all others.

export class LoserTree<Source> {
  readonly #sources: readonly Source[]
  readonly #isBefore: (a: Source, b: Source) => boolean
  /** Slot 0 holds the winner; slots 1 to n - 1 hold who lost there. Sources sit, in thought, in slots n to 2n - 1. */
  readonly #slots: Int32Array

  /** @throws RangeError there are no sources */
  constructor(sources: readonly Source[], isBefore: (a: Source, b: Source) => boolean) {
    if (sources.length === 0) throw new RangeError('a merge needs at least one source')
    this.#sources = sources
    this.#isBefore = isBefore
    this.#slots = new Int32Array(sources.length)
    this.#slots[0] = this.#play(1)
  }

  get winner(): Source {
    return this.#sources[this.#slots[0]!]!
  }

  /** The best of those that lost to the winner, which comes next once the winner has passed it; undefined if there is one source. */
  get runnerUp(): Source | undefined {
    const slots = this.#slots
    let best = -1
    for (let slot = (slots[0]! + slots.length) >> 1; slot > 0; slot >>= 1) {
      if (best < 0 || this.#before(slots[slot]!, best)) best = slots[slot]!
    }
    return this.#sources[best]
  }

  /** Finds the next winner after the present one has moved on. */
  replay(): void {
    const slots = this.#slots
    let winner = slots[0]!
    for (let slot = (winner + slots.length) >> 1; slot > 0; slot >>= 1) {
      const loser = slots[slot]!
      if (!this.#before(loser, winner)) continue
      slots[slot] = winner
      winner = loser
    }
    slots[0] = winner
  }

  /** Plays the matches below `slot` and returns who won there. */
  #play(slot: number): number {
    const { length } = this.#slots
    if (slot >= length) return slot - length
    const left = this.#play(2 * slot)
    const right = this.#play(2 * slot + 1)
    const leftWins = !this.#before(right, left)
    this.#slots[slot] = leftWins ? right : left
    return leftWins ? left : right
  }

  #before(a: number, b: number): boolean {
    return this.#isBefore(this.#sources[a]!, this.#sources[b]!)
  }
}
