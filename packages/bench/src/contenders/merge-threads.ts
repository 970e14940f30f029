// Runs a store contender on its worker threads, from one start to the last end, and gathers what they measured.
import { once } from 'node:events'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { createPager, type PagerToken } from '@spillway/pager-native'
import type { ChildTask } from './child-task.js'
import { makeStore } from './make-store.js'
import { Merge, type MergeOutcome } from './merge.js'
import type { ProcessMeter } from './process-meter.js'
import { ThreadGate } from './thread-gate.js'

interface ThreadTask {
  readonly task: ChildTask
  readonly thread: number
  readonly gate: SharedArrayBuffer
  readonly pager: PagerToken | undefined
}

export interface ThreadOutcome extends MergeOutcome {
  readonly notes: Readonly<Record<string, unknown>>
}

/** `program` is what the workers run; it calls `runThread`. */
export async function mergeOnThreads(
  program: URL,
  task: ChildTask,
  meter: ProcessMeter,
): Promise<readonly ThreadOutcome[]> {
  const { run, scratch } = task
  const pager = run.contender === 'spillway' ? createPager({ scratchDirectory: scratch }) : undefined
  const gate = new ThreadGate()
  const workers = Array.from({ length: run.threads }, (_, thread) => {
    const workerData: ThreadTask = { task, thread, gate: gate.memory, pager: pager?.share() }
    return new Worker(program, { workerData })
  })
  try {
    await Promise.all(workers.map(worker => once(worker, 'message')))
    const outcomes = Promise.all(workers.map(worker => once(worker, 'message')))
    meter.start()
    gate.open('start')
    const messages = await outcomes
    meter.stop()
    gate.open('end')
    await Promise.all(workers.map(worker => once(worker, 'exit')))
    return messages.map(([outcome]) => outcome as ThreadOutcome)
  } finally {
    pager?.close()
  }
}

/** What a worker of `mergeOnThreads` does. */
export function runThread(): void {
  if (isMainThread) throw new Error('this is not a worker')
  const { task, thread, gate: memory, pager } = workerData as ThreadTask
  const gate = new ThreadGate(memory)
  const { chainBytes, threads, data, computeMs } = task.run
  const merge = new Merge({ chainBytes: chainBytes / threads, data, computeMs })
  const store = makeStore(task, thread, pager)
  parentPort!.postMessage('ready')
  gate.wait('start')
  const outcome: ThreadOutcome = { ...merge.run(store), notes: store.notes() }
  parentPort!.postMessage(outcome)
  gate.wait('end')
  merge.drop()
  store.close()
}
