// Which kept column goes next: bands of age, the deepest first, and in each band the oldest that nobody has touched since it was last
// looked at. It holds kept columns only; each takes itself out when it ends. It moves no bytes, and asks no policy.
//
//   deepest band   [oldest ... newest]  looked at first
//   ...                                 touched, or being read: to the end of its band, and its touch is spent
//   band 0         [oldest ... newest]  looked at last
//
// The queue holds its columns strongly. A weak reference would be kept alive for the rest of the turn, and an operator's turn can last
// as long as the job.

export interface Evictable {
  readonly byteLength: number
  /** It is being read, or moved. */
  readonly pinned: boolean
  /** Whether it was touched since the last call. */
  spendTouch(): boolean
}

/** One kept column's place. */
export class QueueEntry<T extends Evictable> {
  readonly item: T
  band: Band<T> | undefined
  previous: QueueEntry<T> | undefined
  next: QueueEntry<T> | undefined

  constructor(item: T) {
    this.item = item
    this.band = this.previous = this.next = undefined
  }

  /** Idempotent. */
  remove(): void {
    this.band?.remove(this)
  }
}

class Band<T extends Evictable> {
  first: QueueEntry<T> | undefined
  #last: QueueEntry<T> | undefined
  count = 0
  bytes = 0

  append(entry: QueueEntry<T>): void {
    entry.band = this
    entry.previous = this.#last
    entry.next = undefined
    if (this.#last === undefined) this.first = entry
    else this.#last.next = entry
    this.#last = entry
    this.count++
    this.bytes += entry.item.byteLength
  }

  remove(entry: QueueEntry<T>): void {
    if (entry.previous === undefined) this.first = entry.next
    else entry.previous.next = entry.next
    if (entry.next === undefined) this.#last = entry.previous
    else entry.next.previous = entry.previous
    entry.band = entry.previous = entry.next = undefined
    this.count--
    this.bytes -= entry.item.byteLength
  }
}

export class ResidentQueue<T extends Evictable> {
  readonly #bands: readonly Band<T>[]

  constructor(bandCount: number) {
    this.#bands = Array.from({ length: bandCount }, () => new Band<T>())
  }

  /** Kept columns in it. */
  get count(): number {
    return this.#bands.reduce((sum, band) => sum + band.count, 0)
  }

  add(item: T, band: number): QueueEntry<T> {
    const entry = new QueueEntry(item)
    this.#bands[band]!.append(entry)
    return entry
  }

  /** Lets the column wait for its turn again, behind all others of its band. */
  requeue(entry: QueueEntry<T>): void {
    const { band } = entry
    if (band === undefined) return
    band.remove(entry)
    band.append(entry)
  }

  /**
   * Columns of at least `byteLength` bytes in all, in the order in which they are to go, from bands of `youngestBand` and deeper; fewer
   * if there are no more, or if `visits` looks into each band find no more.
   */
  choose(byteLength: number, youngestBand: number, visits: number): QueueEntry<T>[] {
    const chosen: QueueEntry<T>[] = []
    let missing = byteLength
    for (let index = this.#bands.length - 1; index >= youngestBand && missing > 0; index--) {
      const band = this.#bands[index]!
      // Twice suffices: the first look spends the touch, and who is still unwilling is being read.
      let looks = Math.min(visits, 2 * band.count)
      let entry = band.first
      while (entry !== undefined && missing > 0 && looks-- > 0) {
        const { next, item } = entry
        const touched = item.spendTouch()
        if (touched || item.pinned) this.requeue(entry)
        else {
          chosen.push(entry)
          missing -= item.byteLength
        }
        // The only one of its band is next again after it was moved to the end.
        entry = next ?? (touched ? entry : undefined)
      }
    }
    return chosen
  }

  /** What the bands of `youngestBand` and deeper hold, in bytes, being read or not. */
  bytesFrom(youngestBand: number): number {
    return this.#bands.slice(youngestBand).reduce((sum, band) => sum + band.bytes, 0)
  }
}
