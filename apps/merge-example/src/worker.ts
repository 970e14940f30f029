// The program of every worker thread: does the task that it was started with, phase by phase, and reports to the main thread.
import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { ProgressCounters } from './progress-counters.js'
import type { WorkerReport, WorkerTask } from './worker-task.js'

const main = parentPort
if (main === null) throw new Error('worker.js is started by main.js')
const report = (message: WorkerReport) => main.postMessage(message)
const go = () => once(main, 'message')

const task = workerData as WorkerTask
const counters = new ProgressCounters(task.counters)

// Each role loads only what it needs: a merging thread has no use for a Parquet reader.
switch (task.role) {
  case 'read': {
    const { countFlights } = await import('./flights-reader.js')
    const { sendFlights } = await import('./flights-sender.js')
    report({ type: 'ready', rowsExpected: task.scale * Math.min(task.maxRows, await countFlights()) })
    await go()
    report({ type: 'read', sent: await sendFlights(task.ports, task.scale, task.maxRows, counters) })
    break
  }
  case 'merge': {
    const { FlightsMerger } = await import('./flights-merger.js')
    const { WorkerPaging } = await import('./worker-paging.js')
    const paging = new WorkerPaging(task.paging, counters)
    const merger = new FlightsMerger(paging, counters, task.loseRow)
    const runs = merger.makeRuns(task.port)
    report({ type: 'ready', rowsExpected: 0 })
    await runs
    report({ type: 'runsMade' })
    await go()
    report({ type: 'merged', result: merger.merge(), totals: paging.policy.totals })
    paging[Symbol.dispose]()
    break
  }
  case 'synthetic': {
    const { SyntheticMerger } = await import('./synthetic-merger.js')
    const { WorkerPaging } = await import('./worker-paging.js')
    const paging = new WorkerPaging(task.paging, counters)
    const merger = new SyntheticMerger(paging, counters)
    report({ type: 'ready', rowsExpected: 0 })
    await go()
    report({ type: 'synthesized', result: merger.run(task.chunks, task.loseRow), totals: paging.policy.totals })
    paging[Symbol.dispose]()
    break
  }
}
// A listener on the port would keep the thread alive.
main.close()
