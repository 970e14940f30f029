// The job, on one thread: build two chains of chunks, then take one chunk from each, read every cache line of both, and put both
// away again. What the reference calls its merge example.
import { ChunkData, sumLines } from './chunk-data.js'
import { type ChunkStore, chunkBytes, type StoredChunk } from './chunk-store.js'
import { VerbClock } from './verb-clock.js'

export interface MergeJob {
  /** Bytes of this thread's two chains together; a multiple of two chunks. */
  readonly chainBytes: number
  readonly data: 'incompressible' | 'compressible'
  readonly computeMs: number
}

export interface MergeOutcome {
  readonly buildMs: number
  readonly mergeMs: number
  readonly putUs: Float64Array
  readonly takeUs: Float64Array
}

/** Pairs of chunks that are asked for before they are needed. */
const pairsAhead = 2

export class Merge {
  readonly #job: MergeJob
  readonly #data: ChunkData
  readonly #pairs: number
  readonly #put: VerbClock
  readonly #take: VerbClock
  readonly #out: StoredChunk[] = []

  constructor(job: MergeJob) {
    this.#job = job
    this.#data = new ChunkData(job.data)
    this.#pairs = job.chainBytes / (2 * chunkBytes)
    if (!Number.isInteger(this.#pairs))
      throw new RangeError(`${job.chainBytes} bytes are not two chains of whole chunks`)
    this.#put = new VerbClock(4 * this.#pairs)
    this.#take = new VerbClock(2 * this.#pairs)
  }

  /** Throws when a chunk did not come back as it was. */
  run(store: ChunkStore): MergeOutcome {
    const start = performance.now()
    const a = this.#build(store, 0)
    const b = this.#build(store, this.#pairs)
    const built = performance.now()
    this.#merge(store, a, b)
    const mergeMs = performance.now() - built
    return { buildMs: built - start, mergeMs, putUs: this.#put.samples, takeUs: this.#take.samples }
  }

  /** Lets go of the result, which is no part of what is measured. */
  drop(): void {
    for (const chunk of this.#out.splice(0)) chunk.drop()
  }

  #build(store: ChunkStore, firstIndex: number): StoredChunk[] {
    return Array.from({ length: this.#pairs }, (_, i) => {
      const chunk = store.allocate()
      this.#data.fill(chunk, firstIndex + i)
      this.#compute()
      return this.#put.time(() => store.put(chunk))
    })
  }

  #merge(store: ChunkStore, a: readonly StoredChunk[], b: readonly StoredChunk[]): void {
    for (let ahead = 0; ahead < Math.min(pairsAhead, this.#pairs); ahead++) {
      a[ahead]!.prefetch()
      b[ahead]!.prefetch()
    }
    for (let i = 0; i < this.#pairs; i++) {
      // Asking after the take keeps four chunks on their way, never five: a full read-ahead window would ignore the fifth.
      const left = this.#take.time(() => a[i]!.take())
      a[i + pairsAhead]?.prefetch()
      this.#check(left, i)
      const right = this.#take.time(() => b[i]!.take())
      b[i + pairsAhead]?.prefetch()
      this.#check(right, this.#pairs + i)
      this.#out.push(this.#put.time(() => store.put(left)))
      this.#out.push(this.#put.time(() => store.put(right)))
    }
  }

  #check(chunk: Uint8Array, index: number): void {
    if (chunk.byteLength !== chunkBytes || sumLines(chunk) !== this.#data.sum(index)) {
      throw new Error(`chunk ${index} did not come back as it was`)
    }
    this.#compute()
  }

  #compute(): void {
    const end = performance.now() + this.#job.computeMs
    while (performance.now() < end);
  }
}
