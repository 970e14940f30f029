// A worker of the synthetic job, which is the reference's: builds two chains of chunks, paging each out as it is made; then takes one
// chunk from each, reads every cache line of both, and pages both out again as the result, until the chains are consumed.
import type { ContainerBytes } from '@spillway/column'
import { ColumnPager, type PagedColumn } from '@spillway/column-pager'
import type { ProgressCounters } from './progress-counters.js'
import { CHUNK_BYTES, fillChunk, sumLines } from './synthetic-chunk.js'
import type { WorkerPaging } from './worker-paging.js'
import type { SyntheticSummary } from './worker-task.js'

/** Bytes without any structure: all that a column pager asks of what it pages. */
class Chunk {
  bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }
}

const chunkBytes: ContainerBytes<Chunk> = {
  byteLength: chunk => chunk.bytes.byteLength,
  slices: chunk => [chunk.bytes],
  ownedBuffer: chunk => (ownsBuffer(chunk.bytes) ? (chunk.bytes.buffer as ArrayBuffer) : undefined),
  fromBytes: bytes => new Chunk(bytes),
  clear: chunk => {
    chunk.bytes = new Uint8Array(0)
  },
}

function ownsBuffer(bytes: Uint8Array): boolean {
  return bytes.byteLength === bytes.buffer.byteLength
}

export class SyntheticMerger {
  readonly #paging: WorkerPaging
  readonly #columns: ColumnPager<Chunk>
  readonly #counters: ProgressCounters

  constructor(paging: WorkerPaging, counters: ProgressCounters) {
    this.#paging = paging
    this.#columns = new ColumnPager({ pager: paging.pager, policy: paging.policy, container: chunkBytes })
    this.#counters = counters
  }

  run(chunks: number, loseRow: boolean): SyntheticSummary {
    const start = performance.now()
    const a = this.#build(chunks)
    const builtA = performance.now()
    const b = this.#build(chunks)
    const builtB = performance.now()
    const output: PagedColumn<Chunk>[] = []
    let sum = 0n
    for (let i = 0; i < chunks - (loseRow ? 1 : 0); i++) {
      const fromA = this.#columns.take(a[i]!)
      const fromB = this.#columns.take(b[i]!)
      sum = BigInt.asUintN(64, sum + sumLines(fromA.bytes) + sumLines(fromB.bytes))
      output.push(this.#columns.page(fromA), this.#columns.page(fromB))
      this.#counters.add('chunksDone', 2)
    }
    const merged = performance.now()
    for (const paged of [...a, ...b, ...output]) paged.close()
    return {
      sum,
      chunksBuilt: 2 * chunks,
      chunksMerged: output.length,
      phases: { buildA: (builtA - start) / 1e3, buildB: (builtB - builtA) / 1e3, merge: (merged - builtB) / 1e3 },
    }
  }

  #build(chunks: number): PagedColumn<Chunk>[] {
    const chain: PagedColumn<Chunk>[] = []
    for (let i = 0; i < chunks; i++) {
      const buffer = this.#paging.pager.allocate(CHUNK_BYTES)
      fillChunk(buffer, i)
      chain.push(this.#columns.page(new Chunk(new Uint8Array(buffer))))
      this.#counters.add('chunksDone', 1)
    }
    return chain
  }
}
