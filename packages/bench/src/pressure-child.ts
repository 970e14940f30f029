// One run of the pressure bench, in a process of its own that the parent placed in a memory cgroup. Prints one line of JSON. Its
// worker threads run this same file.
import { isMainThread } from 'node:worker_threads'
import type { ChildTask } from './contenders/child-task.js'
import { deviceLimit } from './contenders/device-limit.js'
import { mergeOnThreads, runThread } from './contenders/merge-threads.js'
import { ProcessMeter } from './contenders/process-meter.js'
import { verbLatency } from './contenders/verb-clock.js'
import type { RunResult } from './pressure/run-result.js'

async function runStore(task: ChildTask): Promise<RunResult> {
  const meter = new ProcessMeter()
  const outcomes = await mergeOnThreads(new URL(import.meta.url), task, meter)
  return {
    ...meter.use,
    buildSeconds: Math.max(...outcomes.map(({ buildMs }) => buildMs)) / 1000,
    mergeSeconds: Math.max(...outcomes.map(({ mergeMs }) => mergeMs)) / 1000,
    verbs: {
      pageout: verbLatency(outcomes.flatMap(({ putUs }) => [...putUs])),
      take: verbLatency(outcomes.flatMap(({ takeUs }) => [...takeUs])),
    },
    notes: outcomes.map(({ notes }) => notes),
  }
}

async function runDevice({ run, scratch }: ChildTask): Promise<RunResult> {
  const meter = new ProcessMeter()
  const { buildMs, mergeMs, writeUs, readUs, preallocated } = await deviceLimit(
    scratch,
    run.chainBytes,
    run.data,
    meter,
  )
  return {
    ...meter.use,
    buildSeconds: buildMs / 1000,
    mergeSeconds: mergeMs / 1000,
    verbs: { write: verbLatency([...writeUs]), read: verbLatency([...readUs]) },
    notes: [{ preallocated }],
  }
}

if (isMainThread) {
  const task = JSON.parse(process.argv[2]!) as ChildTask
  const result = await (task.run.contender === 'device-limit' ? runDevice(task) : runStore(task))
  console.log(JSON.stringify(result))
} else {
  runThread()
}
