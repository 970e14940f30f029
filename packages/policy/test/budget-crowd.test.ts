// Real worker threads at full speed: columns kept by one and released by another, the budget reconfigured all the while.
import { once } from 'node:events'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { SharedBudget } from '../src/index.js'

const THREADS = 4
const ROUNDS = 50

interface Report {
  readonly failures: readonly string[]
  readonly counts: Record<'kept' | 'paged' | 'handedOver' | 'releasedForOthers' | 'operations', number>
}

async function runCrowd(operations: number, mutation: { creditsReleaser?: boolean } = {}) {
  const budget = SharedBudget.create({ workers: THREADS, workerBytes: 10_000, sharedBytes: 30_000 })
  const workers = Array.from({ length: THREADS }, () => budget.join())
  const ports: (MessagePort | undefined)[][] = workers.map(() => workers.map(() => undefined))
  for (let one = 0; one < THREADS; one++) {
    for (let other = one + 1; other < THREADS; other++) {
      const { port1, port2 } = new MessageChannel()
      ports[one]![other] = port1
      ports[other]![one] = port2
    }
  }
  const barrier = new SharedArrayBuffer(8)
  const held = new SharedArrayBuffer(8 * THREADS * THREADS)
  const operationsPerRound = operations / THREADS / ROUNDS
  const reports = workers.map(async (worker, index) => {
    const shared = { token: budget.share(), workers, barrier, held, rounds: ROUNDS, operationsPerRound, ...mutation }
    const thread = new Worker(new URL('./support/crowd-worker.mjs', import.meta.url), {
      workerData: { ...shared, index, worker, ports: ports[index] },
      transferList: ports[index]!.filter(port => port !== undefined),
    })
    const [report] = (await once(thread, 'message')) as [Report]
    return report
  })
  const all = await Promise.all(reports)
  const failures = all.flatMap(report => report.failures)
  const total = (name: keyof Report['counts']) => all.reduce((sum, report) => sum + report.counts[name], 0)
  return { budget, failures, total }
}

test('after 100,000 operations of 4 threads every counter is exact', async () => {
  const { budget, failures, total } = await runCrowd(100_000)
  expect(failures).toEqual([])
  expect(total('operations')).toBe(100_000)
  for (const count of ['kept', 'paged', 'handedOver', 'releasedForOthers'] as const) {
    expect(total(count), count).toBeGreaterThan(1_000)
  }
  expect(budget.stats()).toMatchObject({
    inUseBytes: 0,
    sharedInUseBytes: 0,
    availableBytes: budget.capacityBytes,
    workers: [],
    strayReleases: 0,
    excessReleases: 0,
  })
})

test('crediting the thread that releases, not the one that decided, is seen', async () => {
  const { failures } = await runCrowd(10_000, { creditsReleaser: true })
  expect(failures.length).toBeGreaterThan(0)
})
