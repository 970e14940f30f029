// A program, an engine and a disk on one simulated clock: what a job costs with any policy, to the nanosecond, in no time.
//
// The engine writes behind the caller: a page-out waits only while the window is full. The disk does one thing at a time, writes
// in order, and reads first. Compressing and decompressing take the caller's time.
import type { PageEvent, PagingPolicy } from '@spillway/policy'

/** What one column's bytes are like, per byte of body. */
export interface Data {
  readonly ratio: number
  readonly compressNs: number
  readonly decompressNs: number
}

export interface Machine {
  readonly writeNs: number
  readonly readNs: number
  readonly windowBytes: number
  /** What the program computes between two calls, per byte of the column. */
  readonly computeNs: number
  /** Whether takes find what they want in memory when the disk had the time for it. */
  readonly prefetches: boolean
  /** Whether events say how long they took. */
  readonly tellsDurations: boolean
}

/** Columns of `byteLength` bytes; `lag` of them are paged before the first is taken back. */
export interface Job {
  readonly columns: readonly Data[]
  readonly byteLength: number
  readonly lag: number
}

interface Stored {
  readonly data: Data
  readonly codec: string
  readonly storedByteLength: number
}

export class SimulatedJob {
  /** Nanoseconds since the job began. */
  nowNs = 0
  readonly #machine: Machine
  readonly #job: Job
  /** When the disk will have done all that it was given. */
  #diskFreeNs = 0
  /** Writes that are not done: when each will be, and how large it is. */
  readonly #writing: { doneNs: number; byteLength: number }[] = []

  constructor(job: Job, machine: Machine) {
    this.#job = job
    this.#machine = machine
  }

  /** Runs the job to its end, and returns how long that took in milliseconds. */
  run(makePolicy: (now: () => number) => PagingPolicy): number {
    const policy = makePolicy(() => this.nowNs / 1e6)
    const { columns, lag, byteLength } = this.#job
    const stored: Stored[] = []
    for (const data of columns) {
      stored.push(this.#page(policy, data))
      this.nowNs += this.#machine.computeNs * byteLength
      if (stored.length > lag) this.#take(policy, stored.shift()!)
    }
    for (const each of stored) this.#take(policy, each)
    return this.nowNs / 1e6
  }

  #page(policy: PagingPolicy, data: Data): Stored {
    const { byteLength } = this.#job
    const decision = policy.decide({ byteLength })
    if (decision.action !== 'page') throw new Error('the policy keeps a column')
    const startNs = this.nowNs
    const { codec, backend } = decision
    const isRaw = codec === 'none'
    const storedByteLength = isRaw ? byteLength : Math.ceil(byteLength * data.ratio)
    if (!isRaw) this.nowNs += data.compressNs * byteLength
    this.nowNs += 20_000
    this.#write(storedByteLength)
    this.#tell(policy, { type: 'pagedOut', byteLength, storedByteLength, backend, codec }, startNs)
    return { data, codec, storedByteLength }
  }

  #write(byteLength: number): void {
    const { windowBytes, writeNs } = this.#machine
    const inFlight = () => this.#writing.reduce((sum, write) => sum + write.byteLength, 0)
    const settle = () => {
      while (this.#writing.length > 0 && this.#writing[0]!.doneNs <= this.nowNs) this.#writing.shift()
    }
    settle()
    while (this.#writing.length > 0 && inFlight() + byteLength > windowBytes) {
      this.nowNs = Math.max(this.nowNs, this.#writing[0]!.doneNs)
      settle()
    }
    const doneNs = Math.max(this.#diskFreeNs, this.nowNs) + byteLength * writeNs
    this.#diskFreeNs = doneNs
    this.#writing.push({ doneNs, byteLength })
  }

  #take(policy: PagingPolicy, { data, codec, storedByteLength }: Stored): void {
    const { byteLength } = this.#job
    const { readNs, prefetches, computeNs, tellsDurations } = this.#machine
    const startNs = this.nowNs
    const transferNs = storedByteLength * readNs
    // Read ahead, it is the disk's time, and the caller's only as far as the disk is behind.
    if (prefetches) {
      this.#diskFreeNs = Math.max(this.#diskFreeNs, this.nowNs - computeNs * byteLength) + transferNs
      this.nowNs = Math.max(this.nowNs, this.#diskFreeNs - this.#machine.windowBytes * this.#machine.writeNs)
    } else {
      this.nowNs += transferNs
      this.#diskFreeNs += transferNs
    }
    if (codec !== 'none') this.nowNs += data.decompressNs * byteLength
    const event = { type: 'pagedIn', byteLength, storedByteLength, backend: 'file', codec } as const
    this.#tell(policy, event, tellsDurations ? startNs : undefined)
    this.nowNs += computeNs * byteLength
  }

  #tell(policy: PagingPolicy, event: PageEvent, startNs: number | undefined): void {
    const tells = this.#machine.tellsDurations && startNs !== undefined
    policy.record(tells ? ({ ...event, durationNs: this.nowNs - startNs } as PageEvent) : event)
  }
}
