// Sources come and go: those of one name add up, and what was counted stays counted.
import { createMemoryPager } from '@spillway/pager-native/memory'
import { TieredPolicy } from '@spillway/policy'
import { expect, test } from 'vitest'
import { MetricSources } from '../src/index.js'
import { columnPagerOf, hundred, pageColumns, smallBudget } from './support/plain-columns.js'

function numbersOf(sources: MetricSources, metric: string) {
  const found = [...sources.read().numbers].filter(reading => reading.metric.name === metric)
  return Object.fromEntries(found.map(({ labels, value }) => [Object.values(labels).join(' '), value]))
}

test('without sources there is nothing to read', () => {
  const readings = new MetricSources().read()
  expect([...readings.numbers, ...readings.histograms]).toEqual([])
})

test('column pagers with one name add up, and others do not', () => {
  using pager = createMemoryPager()
  const sources = new MetricSources()
  for (const [name, count] of [
    ['sort', 3],
    ['sort', 2],
    ['join', 4],
  ] as const) {
    sources.addColumnPager(name, pageColumns(pager, count).columns)
  }
  expect(numbersOf(sources, 'spillway.column_pager.operations')).toMatchObject({
    'sort keep': 2,
    'sort page_out': 3,
    'join keep': 1,
    'join page_out': 3,
  })
})

test('removing a source ends its levels and keeps its counts; the next of that name goes on from there', () => {
  using pager = createMemoryPager()
  const sources = new MetricSources()
  const first = pageColumns(pager, 3)
  const observed = sources.addColumnPager('sort', first.columns)
  sources.addPager('main', pager)
  for (const paged of first.paged) first.columns.take(paged)
  observed.remove()
  observed.remove()
  observed[Symbol.dispose]()
  expect(numbersOf(sources, 'spillway.column_pager.columns')).toEqual({})
  expect(numbersOf(sources, 'spillway.column_pager.operations')).toMatchObject({ 'sort keep': 1, 'sort page_in': 2 })
  sources.addColumnPager('sort', pageColumns(pager, 2).columns)
  expect(numbersOf(sources, 'spillway.column_pager.operations')).toMatchObject({ 'sort keep': 2, 'sort page_in': 2 })
  expect(numbersOf(sources, 'spillway.column_pager.columns')).toMatchObject({ 'sort resident': 1, 'sort paged': 1 })
})

test('what is removed is not looked at any more', () => {
  const sources = new MetricSources()
  let looks = 0
  const pager = createMemoryPager()
  const stats = () => {
    looks++
    return pager.stats()
  }
  sources.addPager('main', { stats }).remove()
  const before = looks
  sources.read()
  expect(looks).toBe(before)
  pager.close()
})

test('a budget shows what workers that have left still hold, and mistakes', () => {
  const budget = smallBudget()
  const sources = new MetricSources()
  sources.addBudget('all', budget)
  const pager = createMemoryPager()
  const policy = new TieredPolicy(budget)
  const columns = columnPagerOf(pager, policy)
  const kept = columns.page(hundred())
  policy.leave()
  budget.release(12345, 10)
  budget.release(policy.worker, 10_000)
  expect(numbersOf(sources, 'spillway.budget.workers')).toEqual({ 'all joined': 0, 'all left': 0 })
  expect(numbersOf(sources, 'spillway.budget.bad_releases')).toEqual({ 'all stray': 1, 'all excess': 1 })
  kept.close()
  pager.close()
})

test('a source without a name, or without stats, is refused', () => {
  const sources = new MetricSources()
  expect(() => sources.addPager('', createMemoryPager())).toThrow(TypeError)
  expect(() => sources.addBudget('all', {} as never)).toThrow('has no stats()')
  expect([...sources.read().numbers]).toEqual([])
})

test('a source that tells nothing any more when it is removed has counted what it said last', () => {
  using pager = createMemoryPager()
  const sources = new MetricSources()
  const { columns } = pageColumns(pager, 3)
  let isGone = false
  const stats = () => {
    if (isGone) throw new Error('the worker is gone')
    return columns.stats()
  }
  const observed = sources.addColumnPager('sort', { stats })
  const before = numbersOf(sources, 'spillway.column_pager.operations')
  expect(before).toMatchObject({ 'sort keep': 1, 'sort page_out': 2 })
  isGone = true
  expect(() => observed.remove()).toThrow('the worker is gone')
  expect(numbersOf(sources, 'spillway.column_pager.operations')).toEqual(before)
  expect(numbersOf(sources, 'spillway.column_pager.columns')).toEqual({})
})

test('what a source throws, the reader hears', () => {
  const sources = new MetricSources()
  const broken = sources.addPager('main', {
    stats() {
      throw new Error('not now')
    },
  })
  expect(() => sources.read()).toThrow('not now')
  expect(() => broken.remove()).toThrow('not now')
  expect([...sources.read().numbers]).toEqual([])
})
