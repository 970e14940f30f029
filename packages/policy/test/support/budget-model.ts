// A shared budget as a plain object: what each worker has claimed, and nothing else. The truth that random schedules are held to.

export class BudgetModel {
  workerBytes: number
  sharedBytes: number
  readonly seats: number
  /** Claimed bytes by worker; a worker is here while it has joined or owes anything. */
  readonly inUse = new Map<number, number>()
  readonly joined = new Set<number>()
  /** Releases that found nothing, or less than they said. */
  refusedReleases = 0

  constructor(seats: number, workerBytes: number, sharedBytes: number) {
    this.seats = seats
    this.workerBytes = workerBytes
    this.sharedBytes = sharedBytes
  }

  get sharedInUseBytes(): number {
    return this.#sum(bytes => Math.max(0, bytes - this.workerBytes))
  }

  get inUseBytes(): number {
    return this.#sum(bytes => bytes)
  }

  get capacityBytes(): number {
    return this.seats * this.workerBytes + this.sharedBytes
  }

  get availableBytes(): number {
    const own = this.seats * this.workerBytes - (this.inUseBytes - this.sharedInUseBytes)
    return own + Math.max(0, this.sharedBytes - this.sharedInUseBytes)
  }

  get hasSeat(): boolean {
    return this.inUse.size < this.seats
  }

  join(worker: number): void {
    this.inUse.set(worker, 0)
    this.joined.add(worker)
  }

  claim(worker: number, byteLength: number): boolean {
    const before = this.inUse.get(worker)!
    this.inUse.set(worker, before + byteLength)
    const fits = before + byteLength <= this.workerBytes || this.sharedInUseBytes <= this.sharedBytes
    if (!fits && byteLength > 0) this.inUse.set(worker, before)
    return fits || byteLength === 0
  }

  release(worker: number, byteLength: number): void {
    const before = this.inUse.get(worker) ?? 0
    if (byteLength > before) this.refusedReleases++
    if (this.inUse.has(worker)) this.#set(worker, Math.max(0, before - byteLength))
  }

  leave(worker: number): void {
    this.joined.delete(worker)
    this.#set(worker, this.inUse.get(worker) ?? 0)
  }

  reclaim(worker: number): number {
    const bytes = this.inUse.get(worker) ?? 0
    this.inUse.delete(worker)
    this.joined.delete(worker)
    return bytes
  }

  /** Forgets a worker that has left and owes nothing. */
  #set(worker: number, bytes: number): void {
    if (bytes === 0 && !this.joined.has(worker)) this.inUse.delete(worker)
    else this.inUse.set(worker, bytes)
  }

  #sum(part: (bytes: number) => number): number {
    let sum = 0
    for (const bytes of this.inUse.values()) sum += part(bytes)
    return sum
  }
}
