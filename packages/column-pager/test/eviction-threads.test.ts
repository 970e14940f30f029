// Worker threads on one budget and one engine, each evicting its own columns, while page-outs, takes and a codec fail again and again:
// at rest what they say they keep is what the budget counts, and every byte came back. On the built packages, as threads of a program
// run them.
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
    const attached = attachPager(workerData.pager)
    let calls = 0
    const mayFail = () => {
      if (++calls % 11 === 0) throw new Error('injected')
    }
    const instead = (object, verbs) => new Proxy(object, {
      get: (target, name) => verbs[name] ?? (typeof target[name] === 'function' ? target[name].bind(target) : target[name]),
    })
    const pager = instead(attached, {
      pageoutWith: (backend, chunks) => {
        mayFail()
        const handle = attached.pageoutWith(backend, chunks)
        return instead(handle, { take: () => (mayFail(), handle.take()) })
      },
    })
    const flaky = {
      name: 'flaky',
      maxStoredByteLength: byteLength => byteLength,
      compress: (slices, target) => {
        mayFail()
        let at = 0
        for (const slice of slices) at += (target.set(slice, at), slice.byteLength)
        return at
      },
      decompress: (stored, target) => {
        mayFail()
        target.set(stored)
        return stored.byteLength
      },
    }
    const again = act => {
      for (;;) {
        try {
          return act()
        } catch (error) {
          if ((error.cause ?? error).message !== 'injected') throw error
        }
      }
    }
    const columns = new ColumnPager({ pager, policy, container: columnBytes(u64), codecs: [flaky], eviction: {} })
    const live = []
    let seed = workerData.worker + 1
    const random = () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 1) / 2 ** 31
    for (let i = 0; i < 2000; i++) {
      const column = new Column(u64)
      const rows = 1 + Math.floor(random() * 50)
      for (let row = 0; row < rows; row++) column.push(BigInt(i))
      live.push({ paged: again(() => columns.page(column, { generation: i % 3 })), rows, i })
      if (live.length > 20) {
        const [{ paged, rows, i }] = live.splice(Math.floor(random() * live.length), 1)
        const back = again(() => columns.take(paged))
        if (back.length !== rows || back.get(rows - 1) !== BigInt(i)) throw new Error('column ' + i + ' came back wrong')
        columns.recycle(back)
      }
    }
    parentPort.postMessage(columns.stats())
    parentPort.once('message', () => {
      for (const { paged } of live) paged.close()
      parentPort.postMessage(columns.stats())
      attached.close()
    })
  }
  run()`

test.each(['none', 'flaky'])('three threads, one budget, codec %s', async codec => {
  expect(existsSync(join(import.meta.dirname, '../dist/index.js')), 'build the package first').toBe(true)
  using pager = createPager()
  const budget = SharedBudget.create({ workers: 3, workerBytes: 1000, sharedBytes: 3000, backend: 'swap', codec })
  const threads = [0, 1, 2].map(() => {
    const workerData = { budget: budget.share(), pager: pager.share(), worker: budget.join() }
    return new Worker(program, { eval: true, workerData })
  })
  const reports = (): Promise<ColumnPagerStats[]> =>
    Promise.all(threads.map(async thread => (await once(thread, 'message'))[0]))
  const busy = await reports()
  const sum = (of: (stats: ColumnPagerStats) => number) => busy.reduce((total, stats) => total + of(stats), 0)
  expect(sum(({ resident }) => resident.bytes)).toBe(budget.inUseBytes)
  const stored = sum(({ paged, compressed }) => paged.columns + compressed.columns)
  expect(sum(({ resident }) => resident.columns) + stored).toBe(60)
  // What failed on its way back may be in a buffer instead.
  expect(stored).toBeGreaterThanOrEqual(pager.stats().liveHandles)
  expect(sum(({ counters }) => counters.evicted.columns)).toBeGreaterThan(100)
  for (const verb of ['page', 'take', 'evict'] as const) {
    expect(
      sum(({ counters }) => counters.failures[verb]),
      verb,
    ).toBeGreaterThan(20)
  }
  const ended = reports()
  const exits = threads.map(thread => once(thread, 'exit'))
  for (const thread of threads) thread.postMessage('close')
  for (const { resident, paged, compressed, inFlight } of await ended) {
    expect([resident, paged, compressed, inFlight].map(({ bytes }) => bytes)).toEqual([0, 0, 0, 0])
  }
  await Promise.all(exits)
  expect(budget.stats()).toMatchObject({ inUseBytes: 0, excessReleases: 0, strayReleases: 0 })
  expect(pager.stats()).toMatchObject({ liveHandles: 0, bytes: { lent: 0 } })
})
