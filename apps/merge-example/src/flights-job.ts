// The flights job as the main thread sees it: one thread reads, the others make runs and then merge, each its own range of routes. The
// main thread moves no rows: it waits, so that it can draw progress and hear Ctrl-C.
import { MessageChannel } from 'node:worker_threads'
import type { Configuration } from './configuration.js'
import type { JobResult } from './job-result.js'
import { readMemory } from './memory-meter.js'
import type { PagingSession } from './paging-session.js'
import type { Progress } from './progress.js'
import type { ProgressCounters } from './progress-counters.js'
import { concatenate } from './result-check.js'
import { UpdateChecksum } from './update-checksum.js'
import { WorkerThread } from './worker-thread.js'

/** V8 lets garbage grow until its limits; these keep a reader's decoded columns, and a merger's few objects, from looking like data. */
const READER_LIMITS = { maxOldGenerationSizeMb: 40, maxYoungGenerationSizeMb: 8 }
const MERGER_LIMITS = { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 2 }

export async function runFlightsJob(
  configuration: Configuration,
  session: PagingSession,
  progress: Progress,
): Promise<JobResult> {
  const { threads, scale, rows = Number.POSITIVE_INFINITY, loseRow } = configuration
  const counters = progress.counters
  const channels = Array.from({ length: threads }, () => new MessageChannel())
  const workers: WorkerThread[] = []
  try {
    const mergers = channels.map(({ port2: port }, i) => startMerger(session, counters, port, loseRow && i === 0))
    workers.push(...mergers)
    const ports = channels.map(({ port1 }) => port1)
    const readTask = { role: 'read', counters: counters.buffer, ports, scale, maxRows: rows } as const
    const reader = new WorkerThread(readTask, READER_LIMITS, ports)
    workers.push(reader)
    const [{ rowsExpected }] = await Promise.all([reader.next('ready'), ...mergers.map(merger => merger.next('ready'))])
    const rssBeforeReadingBytes = readMemory().rssBytes

    const start = performance.now()
    progress.begin('runs', 'rowsInRuns', rowsExpected, 'rows')
    reader.go()
    const allRunsMade = Promise.all(mergers.map(merger => merger.next('runsMade')))
    // A failed merger would leave the reader waiting for its buffers for ever.
    const [{ sent }] = await Promise.all([reader.next('read'), allRunsMade])
    if (sent.rows !== rowsExpected) throw new Error(`${sent.rows} flights were read where there are ${rowsExpected}`)
    await reader.exited
    const runsMade = performance.now()

    progress.begin('merge', 'rowsMerged', sent.rows, 'rows')
    for (const merger of mergers) merger.go()
    const merged = await Promise.all(mergers.map(merger => merger.next('merged')))
    const end = performance.now()
    progress.end()

    const result = concatenate(merged.map(report => report.result))
    return {
      rowsIn: sent.rows,
      rowsOut: result.rows,
      checksumIn: UpdateChecksum.format(sent.checksum),
      checksum: UpdateChecksum.format(result.checksum),
      sorted: result.sorted,
      bytesIn: sent.bytes,
      bytesPagedOut: merged.reduce((sum, { totals }) => sum + totals.bytesPagedOut, 0),
      bytesStored: merged.reduce((sum, { totals }) => sum + totals.bytesStored, 0),
      phases: { runs: (runsMade - start) / 1e3, merge: (end - runsMade) / 1e3 },
      wallSeconds: (end - start) / 1e3,
      startMs: start,
      rssBeforeReadingBytes,
    }
  } finally {
    await Promise.all(workers.map(worker => worker.terminate()))
  }
}

function startMerger(
  session: PagingSession,
  counters: ProgressCounters,
  port: MessageChannel['port1'],
  loseRow: boolean,
) {
  const task = { role: 'merge', counters: counters.buffer, port, paging: session.share(), loseRow } as const
  return new WorkerThread(task, MERGER_LIMITS, [port])
}
