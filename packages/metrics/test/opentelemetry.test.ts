// The real SDK sees what pagers, column pagers and budgets say, under the names and units of the definitions, and follows them.
import { InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { createPager, type Pager } from '@spillway/pager-native'
import { createMemoryPager } from '@spillway/pager-native/memory'
import { describe, expect, test } from 'vitest'
import { attributeOf, MetricSources, metricDefinitions } from '../src/index.js'
import { observeMetrics } from '../src/opentelemetry.js'
import { pageColumns } from './support/plain-columns.js'
import { type Found, ReadOnDemand } from './support/read-on-demand.js'

const engines: [string, () => Pager][] = [
  ['memory', () => createMemoryPager({ backend: 'file' })],
  ['native', () => createPager({ engine: 'native', writeBehindBytes: 0 })],
]

function observe(pager: Pager) {
  const reader = new ReadOnDemand()
  const provider = new MeterProvider({ readers: [reader] })
  const sources = new MetricSources()
  const { budget, columns, paged } = pageColumns(pager, 5)
  sources.addPager('main', pager)
  const observedColumns = sources.addColumnPager('sort', columns)
  sources.addBudget('all', budget)
  const observed = observeMetrics(provider.getMeter('@spillway/metrics'), sources)
  return { reader, provider, sources, columns, paged, observed, observedColumns }
}

function pointValue(found: Map<string, Found>, name: string, attributes: Record<string, string> = {}): number {
  const points = found
    .get(name)!
    .points.filter(point => Object.entries(attributes).every(([key, text]) => point.attributes[key] === text))
  expect(points.length, `${name} ${JSON.stringify(attributes)}`).toBe(1)
  return points[0]!.value
}

describe.each(engines)('with a %s pager', (engine, create) => {
  test('every metric is there, with the unit, kind and attributes of its definition', async () => {
    using pager = create()
    const { reader } = observe(pager)
    const found = await reader.find()
    // A pager that keeps all in memory has no extents.
    const shown = metricDefinitions.filter(({ labels }) => engine !== 'memory' || !labels.includes('extent'))
    const names = shown.flatMap(({ name, kind }) =>
      kind === 'histogram' ? ['bucket', 'sum', 'count'].map(part => `${name}.${part}`) : [name],
    )
    expect([...found.keys()].sort()).toEqual(names.sort())
    for (const { name, kind, unit, labels } of shown.filter(each => each.kind !== 'histogram')) {
      const { points, ...metric } = found.get(name)!
      expect(metric).toEqual({ name, unit, isMonotonic: kind === 'counter' })
      expect(points.length, name).toBeGreaterThan(0)
      for (const { attributes } of points) {
        expect(Object.keys(attributes)).toEqual(labels.map(label => attributeOf[label]))
      }
    }
  })

  test('values move as the pager works', async () => {
    using pager = create()
    const { reader, columns, paged } = observe(pager)
    const before = await reader.find()
    for (const each of paged) columns.recycle(columns.take(each))
    const after = await reader.find()
    const of = (name: string, attributes = {}) => [before, after].map(each => pointValue(each, name, attributes))
    expect(of('spillway.pager.handles')).toEqual([4, 0])
    expect(of('spillway.column_pager.columns', { 'spillway.state': 'paged' })).toEqual([4, 0])
    expect(of('spillway.column_pager.operations', { 'spillway.operation': 'page_in' })).toEqual([0, 4])
    expect(of('spillway.budget.used.bytes', { 'spillway.tier': 'own' })).toEqual([500, 0])
  })

  test('dispose ends it: nothing looks at the sources any more', async () => {
    using pager = create()
    const { reader, sources, observed } = observe(pager)
    let looks = 0
    sources.addPager('watched', {
      stats: () => {
        looks++
        return pager.stats()
      },
    })
    await reader.find()
    expect(looks).toBe(1)
    observed[Symbol.dispose]()
    await reader.find()
    expect(looks).toBe(1)
  })
})

test('durations are counters of what took at most so long, with their sum and their number', async () => {
  const counts = [1, 0, 5, ...new Array(20).fill(0), 2]
  const stats = {
    ...createMemoryPager().stats(),
    latency: {
      read: { counts, totalNanoseconds: 9e9 },
      write: { counts: [], totalNanoseconds: 0 },
    },
  }
  const sources = new MetricSources()
  sources.addPager('main', { stats: () => stats })
  const reader = new ReadOnDemand()
  observeMetrics(new MeterProvider({ readers: [reader] }).getMeter('test'), sources)
  const found = await reader.find()
  const name = 'spillway.pager.io.duration.seconds'
  const read = { 'disk.io.direction': 'read' }
  const atMost = (le: string) => pointValue(found, `${name}.bucket`, { ...read, le })
  expect(['0.000001', '0.000002', '0.000004', '4.194304', '+Inf'].map(atMost)).toEqual([1, 1, 6, 6, 8])
  expect(pointValue(found, `${name}.sum`, read)).toBe(9)
  expect(pointValue(found, `${name}.count`, read)).toBe(8)
  expect(found.get(`${name}.bucket`)).toMatchObject({ isMonotonic: true, unit: '{transfer}' })
  expect(found.get(`${name}.sum`)).toMatchObject({ isMonotonic: true, unit: 's' })
})

test('an exporter of the SDK gets them', async () => {
  const exporter = new InMemoryMetricExporter(1)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  const provider = new MeterProvider({ readers: [reader] })
  const sources = new MetricSources()
  using pager = createMemoryPager()
  sources.addPager('main', pager)
  observeMetrics(provider.getMeter('test'), sources)
  await provider.forceFlush()
  const names = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
  expect(names.map(({ descriptor }) => descriptor.name)).toContain('spillway.pager.bytes')
  await provider.shutdown()
})

test('levels of a source that was removed are nothing from then on, and its counts stay', async () => {
  using pager = createMemoryPager()
  const { reader, observedColumns } = observe(pager)
  const before = await reader.find()
  observedColumns.remove()
  const kept = { 'spillway.operation': 'keep' }
  for (const collection of [await reader.find(), await reader.find()]) {
    expect(collection.get('spillway.column_pager.columns')?.points.map(({ value }) => value)).toEqual([0, 0, 0, 0])
    const counts = [before, collection].map(found => pointValue(found, 'spillway.column_pager.operations', kept))
    expect(counts).toEqual([1, 1])
  }
})
