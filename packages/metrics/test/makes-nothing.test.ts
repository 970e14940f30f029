// Reading metrics makes nothing: no scratch file, no mapping, no thread, whatever the registry or the meter does.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { createPager } from '@spillway/pager-native'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { MetricSources } from '../src/index.js'
import { observeMetrics } from '../src/opentelemetry.js'
import { registerMetrics } from '../src/prometheus.js'
import { ReadOnDemand } from './support/read-on-demand.js'

const threads = () => readdirSync('/proc/self/task').length

test('a fresh native pager is as fresh after it was read', async context => {
  if (process.platform !== 'linux') return context.skip('threads and open files are counted in /proc')
  const scratch = mkdtempSync(join(import.meta.dirname, '../.scratch-'))
  try {
    using pager = createPager({ engine: 'native', scratchDirectory: scratch })
    const fresh = pager.stats()
    const threadsBefore = threads()
    const filesBefore = readdirSync('/proc/self/fd').length
    const sources = new MetricSources()
    sources.addPager('main', pager)
    const registry = new Registry()
    registerMetrics(registry, sources)
    const reader = new ReadOnDemand()
    observeMetrics(new MeterProvider({ readers: [reader] }).getMeter('test'), sources)
    for (let scrapes = 0; scrapes < 3; scrapes++) {
      await registry.metrics()
      await reader.collect()
    }
    expect(pager.stats()).toEqual(fresh)
    expect(fresh).toMatchObject({ file: { mode: 'unopened', segments: 0 }, bytes: { mapped: 0 } })
    expect(threads()).toBe(threadsBefore)
    expect(readdirSync('/proc/self/fd').length).toBe(filesBefore)
    expect(readdirSync(scratch)).toEqual([])
  } finally {
    rmSync(scratch, { recursive: true })
  }
})

test('a closed pager can still be read, and has counted what it counted', () => {
  const pager = createPager({ engine: 'native', backend: 'swap' })
  const sources = new MetricSources()
  sources.addPager('main', pager)
  pager.pageout([new Uint8Array(100_000)])
  pager.close()
  const handles = [...sources.read().numbers].filter(({ metric }) => metric.name === 'spillway.pager.handles')
  expect(handles.map(({ value }) => value)).toEqual([0])
})
