// A scrape of a real registry shows what pagers, column pagers and budgets say, in a text that parses, and follows them.
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createPager, type Pager } from '@spillway/pager-native'
import { createMemoryPager } from '@spillway/pager-native/memory'
import { Counter, Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MetricSources, metricDefinitions, prometheusName } from '../src/index.js'
import { registerMetrics } from '../src/prometheus.js'
import { parseExposition, sampleValue } from './support/exposition.js'
import { hundred, pageColumns } from './support/plain-columns.js'

let scratch: string
beforeAll(() => {
  // In the repository, because a system's temporary directory is often in memory, which a pager refuses.
  scratch = mkdtempSync(join(import.meta.dirname, '../.scratch-'))
})
afterAll(() => rmSync(scratch, { recursive: true }))

const engines: [string, () => Pager][] = [
  ['memory', () => createMemoryPager({ backend: 'file' })],
  ['native', () => createPager({ engine: 'native', scratchDirectory: scratch, writeBehindBytes: 0 })],
  ['portable', () => createPager({ engine: 'portable', scratchDirectory: scratch })],
]

function observe(pager: Pager) {
  const registry = new Registry()
  const sources = new MetricSources()
  const { budget, columns, paged } = pageColumns(pager, 5)
  sources.addPager('main', pager)
  sources.addColumnPager('sort', columns)
  sources.addBudget('all', budget)
  const registered = registerMetrics(registry, sources)
  const scrape = async () => parseExposition(await registry.metrics())
  return { registry, sources, budget, columns, paged, registered, scrape }
}

describe.each(engines)('with a %s pager', (engine, create) => {
  test('every metric is there, with the type, help and labels of its definition', async () => {
    using pager = create()
    const { scrape } = observe(pager)
    const families = await scrape()
    expect([...families.keys()].sort()).toEqual(metricDefinitions.map(prometheusName).sort())
    for (const definition of metricDefinitions) {
      const { type, help, samples } = families.get(prometheusName(definition))!
      expect({ type, help }).toEqual({ type: definition.kind, help: definition.help })
      // A pager that keeps all in memory has no extents.
      const mayBeEmpty = engine === 'memory' && definition.labels.includes('extent')
      if (!mayBeEmpty) expect(samples.length, definition.name).toBeGreaterThan(0)
      for (const { labels } of samples) {
        const { le, ...others } = labels
        expect(Object.keys(others)).toEqual(definition.labels)
      }
    }
    expect(sampleValue(families, 'spillway_pager_info', { pager: 'main', engine })).toBe(1)
  })

  test('what a scrape says is what stats() says', async () => {
    using pager = create()
    const { scrape, columns, budget } = observe(pager)
    const families = await scrape()
    const { liveHandles } = pager.stats()
    const { resident, paged, counters } = columns.stats()
    expect(sampleValue(families, 'spillway_pager_handles')).toBe(liveHandles)
    expect(sampleValue(families, 'spillway_column_pager_columns', { state: 'resident' })).toBe(resident.columns)
    expect(sampleValue(families, 'spillway_column_pager_bytes', { state: 'paged' })).toBe(paged.bytes)
    expect(sampleValue(families, 'spillway_column_pager_codec_stored_bytes', { codec: 'none' })).toBe(paged.storedBytes)
    const pageOut = { operation: 'page_out' }
    expect(sampleValue(families, 'spillway_column_pager_operations_total', pageOut)).toBe(counters.pagedOut.columns)
    expect(sampleValue(families, 'spillway_column_pager_operation_bytes_total', pageOut)).toBe(counters.pagedOut.bytes)
    const { capacityBytes, availableBytes, workers } = budget.stats()
    expect(sampleValue(families, 'spillway_budget_capacity_bytes')).toBe(capacityBytes)
    expect(sampleValue(families, 'spillway_budget_available_bytes')).toBe(availableBytes)
    const worker = String(workers[0]!.worker)
    expect(sampleValue(families, 'spillway_budget_used_bytes', { worker, tier: 'own' })).toBe(500)
    expect(sampleValue(families, 'spillway_budget_used_bytes', { worker, tier: 'shared' })).toBe(resident.bytes - 500)
    expect(sampleValue(families, 'spillway_budget_workers', { state: 'joined' })).toBe(1)
  })

  test('values move as the pager works', async () => {
    using pager = create()
    const { scrape, columns, paged } = observe(pager)
    const before = await scrape()
    const moved = [columns.page(hundred()), ...paged].map(each => columns.take(each))
    const inFlight = await scrape()
    for (const column of moved) columns.recycle(column)
    const after = await scrape()
    const of = (name: string, labels = {}) => [before, inFlight, after].map(each => sampleValue(each, name, labels))
    expect(of('spillway_column_pager_columns', { state: 'in_flight' })).toEqual([0, 6, 0])
    expect(of('spillway_column_pager_columns', { state: 'paged' })).toEqual([4, 0, 0])
    expect(of('spillway_column_pager_operations_total', { operation: 'page_in' })).toEqual([0, 5, 5])
    expect(of('spillway_column_pager_operations_total', { operation: 'page_out' })).toEqual([4, 5, 5])
    expect(of('spillway_pager_handles')).toEqual([4, 0, 0])
    expect(of('spillway_budget_used_bytes', { tier: 'own' })).toEqual([500, 0, 0])
  })
})

test('bytes to and from the disk are counted, and how long they took is a histogram', async () => {
  using pager = createPager({ engine: 'native', scratchDirectory: scratch, writeBehindBytes: 0 })
  const { scrape } = observe(pager)
  const MiB = 2 ** 20
  const handles = [1, 2, 3].map(() => pager.pageoutWith('file', [new Uint8Array(MiB)]))
  for (const handle of handles) pager.recycle(handle.take())
  const families = await scrape()
  for (const direction of ['write', 'read']) {
    const of = (name: string, labels = {}) => sampleValue(families, name, { direction, ...labels })
    expect(of('spillway_pager_io_bytes_total')).toBeGreaterThanOrEqual(3 * MiB)
    const count = of('spillway_pager_io_duration_seconds_count')
    const buckets = families
      .get('spillway_pager_io_duration_seconds')!
      .samples.filter(each => each.labels.direction === direction && each.name.endsWith('_bucket'))
    const bounds = buckets.map(({ labels }) => (labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le)))
    const counts = buckets.map(({ value }) => value)
    expect(count).toBeGreaterThanOrEqual(3)
    expect(bounds.length).toBe(24)
    expect(bounds).toEqual(bounds.toSorted((a, b) => a - b))
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    expect(counts.at(-1)).toBe(count)
    expect([bounds[0], bounds[10], bounds[22]]).toEqual([0.000001, 0.001024, 4.194304])
    const sum = of('spillway_pager_io_duration_seconds_sum')
    const most = counts.reduce((total, each, i) => total + (each - (counts[i - 1] ?? 0)) * Math.min(bounds[i]!, 1e9), 0)
    expect(sum).toBeGreaterThan(0)
    expect(sum).toBeLessThanOrEqual(most)
  }
  const extents = families.get('spillway_pager_scratch_bytes')!.samples
  const { file } = pager.stats()
  const used = extents.filter(({ labels }) => labels.state === 'used')
  expect(extents.reduce((sum, { value }) => sum + value, 0)).toBe(file.allocatedBytes)
  expect(used.reduce((sum, { value }) => sum + value, 0)).toBe(file.usedBytes)
  expect(used.map(({ labels }) => Number(labels.extent))).toEqual(file.extents.map(({ extentBytes }) => extentBytes))
})

test('pagers of one process are told apart by their name', async () => {
  using big = createMemoryPager()
  using small = createMemoryPager()
  const sources = new MetricSources()
  sources.addPager('big', big)
  sources.addPager('a "small"\\\n one', small)
  big.pageout([new Uint8Array(5000)])
  small.pageout([new Uint8Array(3)])
  const registry = new Registry()
  registerMetrics(registry, sources)
  const families = parseExposition(await registry.metrics())
  const resident = { state: 'resident' }
  expect(sampleValue(families, 'spillway_pager_bytes', { pager: 'big', ...resident })).toBe(5000)
  expect(sampleValue(families, 'spillway_pager_bytes', { pager: 'a "small"\\\n one', ...resident })).toBe(3)
})

test('a scrape looks once at each source, and the next one looks again', async () => {
  using pager = createMemoryPager()
  let looks = 0
  const sources = new MetricSources()
  sources.addPager('main', {
    stats: () => {
      looks++
      return pager.stats()
    },
  })
  const registry = new Registry()
  registerMetrics(registry, sources)
  expect(looks).toBe(0)
  await registry.metrics()
  expect(looks).toBe(1)
  await registry.getMetricsAsJSON()
  expect(looks).toBe(2)
})

test('OpenMetrics has the same values, and the same names', async () => {
  using pager = createMemoryPager()
  const { registry } = observe(pager)
  const plain = parseExposition(await registry.metrics())
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never)
  for (const scrape of ['first', 'second']) {
    const text = await registry.metrics()
    expect(text.endsWith('\n# EOF\n'), scrape).toBe(true)
    for (const { samples } of plain.values()) {
      for (const { name } of samples) expect(text, scrape).toMatch(new RegExp(`^${name}[{ ]`, 'm'))
    }
  }
})

test('dispose takes out what was registered and leaves the rest, and then there is room again', async () => {
  using pager = createMemoryPager()
  const { registry, registered, sources } = observe(pager)
  new Counter({ name: 'theirs_total', help: 'Of the program itself', registers: [registry] })
  expect(() => registerMetrics(registry, sources)).toThrow('already')
  registered[Symbol.dispose]()
  expect([...parseExposition(await registry.metrics()).keys()]).toEqual(['theirs_total'])
  const again = registerMetrics(registry, sources)
  registered[Symbol.dispose]()
  expect(registry.getMetricsAsArray().length).toBeGreaterThan(metricDefinitions.length)
  again[Symbol.dispose]()
})

test('a registry that has one of the names is left as it was', async () => {
  const registry = new Registry()
  new Counter({ name: 'spillway_pager_stalls_total', help: 'Not ours', registers: [registry] })
  expect(() => registerMetrics(registry, new MetricSources())).toThrow('spillway_pager_stalls_total')
  expect([...parseExposition(await registry.metrics()).keys()]).toEqual(['spillway_pager_stalls_total'])
})
