// Worker threads on one budget and one engine, each evicting its own columns: at rest what they say they keep is what the budget
// counts, and every byte came back. On the built packages, as threads of a program run them.
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { createPager } from '@spillway/pager-native'
import { SharedBudget } from '@spillway/policy'
import { expect, test } from 'vitest'
import type { ColumnPagerStats } from '../src/index.js'

const program = `
  const { workerData, parentPort } = require('node:worker_threads')
  const run = async () => {
    const { Column, columnBytes, u64 } = await import('@spillway/column')
    const { ColumnPager } = await import('@spillway/column-pager')
    const { attachPager } = await import('@spillway/pager-native')
    const { SharedBudget, TieredPolicy } = await import('@spillway/policy')
    const budget = SharedBudget.from(workerData.budget)
    const policy = new TieredPolicy(budget, { worker: workerData.worker })
    const pager = attachPager(workerData.pager)
    const columns = new ColumnPager({ pager, policy, container: columnBytes(u64), eviction: {} })
    const live = []
    let seed = workerData.worker + 1
    const random = () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 1) / 2 ** 31
    for (let i = 0; i < 2000; i++) {
      const column = new Column(u64)
      const rows = 1 + Math.floor(random() * 50)
      for (let row = 0; row < rows; row++) column.push(BigInt(i))
      live.push({ paged: columns.page(column, { generation: i % 3 }), rows, i })
      if (live.length > 20) {
        const [{ paged, rows, i }] = live.splice(Math.floor(random() * live.length), 1)
        const back = columns.take(paged)
        if (back.length !== rows || back.get(rows - 1) !== BigInt(i)) throw new Error('column ' + i + ' came back wrong')
        columns.recycle(back)
      }
    }
    parentPort.postMessage(columns.stats())
    parentPort.once('message', () => {
      for (const { paged } of live) paged.close()
      parentPort.postMessage(columns.stats())
      pager.close()
    })
  }
  run()`

test('three threads, one budget', async () => {
  expect(existsSync(join(import.meta.dirname, '../dist/index.js')), 'build the package first').toBe(true)
  using pager = createPager()
  const budget = SharedBudget.create({ workers: 3, workerBytes: 1000, sharedBytes: 3000, backend: 'swap' })
  const threads = [0, 1, 2].map(() => {
    const workerData = { budget: budget.share(), pager: pager.share(), worker: budget.join() }
    return new Worker(program, { eval: true, workerData })
  })
  const reports = (): Promise<ColumnPagerStats[]> =>
    Promise.all(threads.map(async thread => (await once(thread, 'message'))[0]))
  const busy = await reports()
  const sum = (of: (stats: ColumnPagerStats) => number) => busy.reduce((total, stats) => total + of(stats), 0)
  expect(sum(({ resident }) => resident.bytes)).toBe(budget.inUseBytes)
  expect(sum(({ resident, paged }) => resident.columns + paged.columns)).toBe(60)
  expect(sum(({ paged }) => paged.columns)).toBe(pager.stats().liveHandles)
  expect(sum(({ counters }) => counters.evicted.columns)).toBeGreaterThan(100)
  const ended = reports()
  const exits = threads.map(thread => once(thread, 'exit'))
  for (const thread of threads) thread.postMessage('close')
  for (const { resident, paged, inFlight } of await ended) {
    expect([resident.bytes, paged.bytes, inFlight.bytes]).toEqual([0, 0, 0])
  }
  await Promise.all(exits)
  expect(budget.stats()).toMatchObject({ inUseBytes: 0, excessReleases: 0, strayReleases: 0 })
  expect(pager.stats()).toMatchObject({ liveHandles: 0, bytes: { lent: 0 } })
})
