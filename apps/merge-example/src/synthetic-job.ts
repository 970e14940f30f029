// The synthetic job as the main thread sees it: all workers start together, and the slowest one's phases count.
import type { Configuration } from './configuration.js'
import type { JobResult } from './job-result.js'
import { readMemory } from './memory-meter.js'
import type { PagingSession } from './paging-session.js'
import type { Progress } from './progress.js'
import { CHUNK_BYTES, chainSum } from './synthetic-chunk.js'
import { WorkerThread } from './worker-thread.js'

const WORKER_LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 }

export async function runSyntheticJob(
  configuration: Configuration,
  session: PagingSession,
  progress: Progress,
): Promise<JobResult> {
  const { threads, loseRow } = configuration
  const chunks = (configuration.chainMib * 2 ** 20) / CHUNK_BYTES
  const counters = progress.counters.buffer
  const workers = Array.from({ length: threads }, (_, i) => {
    const paging = session.share()
    return new WorkerThread({ role: 'synthetic', counters, paging, chunks, loseRow: loseRow && i === 0 }, WORKER_LIMITS)
  })
  try {
    await Promise.all(workers.map(worker => worker.next('ready')))
    const rssBeforeReadingBytes = readMemory().rssBytes
    const start = performance.now()
    progress.begin('build and merge', 'chunksDone', 4 * chunks * threads, 'chunks')
    for (const worker of workers) worker.go()
    const reports = await Promise.all(workers.map(worker => worker.next('synthesized')))
    const wallSeconds = (performance.now() - start) / 1e3
    progress.end()

    const results = reports.map(report => report.result)
    const slowest = results.reduce((a, b) => (phaseSum(a.phases) >= phaseSum(b.phases) ? a : b))
    const sink = BigInt.asUintN(
      64,
      results.reduce((sum, result) => sum + result.sum, 0n),
    )
    const expected = BigInt.asUintN(64, 2n * BigInt(threads) * chainSum(chunks))
    const wordsPerChunk = CHUNK_BYTES / 8
    return {
      rowsIn: wordsPerChunk * results.reduce((sum, result) => sum + result.chunksBuilt, 0),
      rowsOut: wordsPerChunk * results.reduce((sum, result) => sum + result.chunksMerged, 0),
      checksumIn: expected.toString(16).padStart(16, '0'),
      checksum: sink.toString(16).padStart(16, '0'),
      sorted: true,
      bytesIn: 2 * threads * chunks * CHUNK_BYTES,
      bytesPagedOut: reports.reduce((sum, { totals }) => sum + totals.bytesPagedOut, 0),
      bytesStored: reports.reduce((sum, { totals }) => sum + totals.bytesStored, 0),
      phases: slowest.phases,
      wallSeconds,
      startMs: start,
      rssBeforeReadingBytes,
      sink,
    }
  } finally {
    await Promise.all(workers.map(worker => worker.terminate()))
  }
}

function phaseSum(phases: Readonly<Record<string, number>>): number {
  return Object.values(phases).reduce((sum, seconds) => sum + seconds, 0)
}
