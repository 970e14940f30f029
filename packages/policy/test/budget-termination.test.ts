// A worker thread that is terminated anywhere: what it claimed comes back, to the byte, and nobody else's claims are touched.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { SharedBudget } from '../src/index.js'

const DEATHS = 20
const OTHER_BYTES = 3

test('a terminated worker gives its claims back, wherever it was', async () => {
  const budget = SharedBudget.create({ workers: 2, workerBytes: 1000, sharedBytes: 2 ** 40 })
  const other = budget.join()
  expect(budget.claim(other, 2 ** 39)).toBe(true)
  for (let death = 1; death <= DEATHS; death++) {
    const before = budget.inUseBytes
    const worker = budget.join()
    const progress = new SharedArrayBuffer(4)
    const counts = new Int32Array(progress)
    const thread = new Worker(new URL('./support/dying-worker.mjs', import.meta.url), {
      workerData: { token: budget.share(), worker, other, otherBytes: OTHER_BYTES, progress },
    })
    const exited = once(thread, 'exit')
    // It dies in another place each time, but never before it holds something.
    for (let seen = 0; seen < death * 10; seen = Atomics.load(counts, 0)) Atomics.wait(counts, 0, seen)
    await thread.terminate()
    await exited

    const releases = Atomics.load(counts, 0)
    const heldBytes = budget.inUseBytesOf(worker)
    expect(heldBytes).toBeGreaterThan(0)
    expect(budget.reclaim(worker)).toBe(heldBytes)
    expect(budget.reclaim(worker)).toBe(0)
    // It may have died between a release and counting it.
    expect([0, OTHER_BYTES]).toContain(before - OTHER_BYTES * releases - budget.inUseBytes)
    expect(budget.inUseBytesOf(other)).toBe(budget.inUseBytes)
  }
  budget.release(other, budget.inUseBytes)
  expect(budget.stats()).toMatchObject({ availableBytes: budget.capacityBytes, strayReleases: 0, excessReleases: 0 })
})
