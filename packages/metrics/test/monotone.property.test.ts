// Whatever happens to pagers and their observation, no counter ever goes down, and no series of one is ever lost.
import { createMemoryPager } from '@spillway/pager-native/memory'
import { TieredPolicy } from '@spillway/policy'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MetricSources, type ObservedSource } from '../src/index.js'
import { columnPagerOf, hundred, smallBudget } from './support/plain-columns.js'

const factor = Number(process.env.SPILLWAY_FACTOR ?? 1)

function countersOf(sources: MetricSources): Map<string, number> {
  const readings = sources.read()
  const counters = new Map<string, number>()
  for (const { metric, labels, value } of readings.numbers) {
    if (metric.kind === 'counter') counters.set(`${metric.name} ${JSON.stringify(labels)}`, value)
  }
  for (const { labels, distribution } of readings.histograms) {
    distribution.counts.forEach((count, i) => {
      counters.set(`bucket ${i} ${JSON.stringify(labels)}`, count)
    })
  }
  return counters
}

const verbs = fc.constantFrom('page', 'take', 'close', 'fail', 'add', 'remove', 'leak')
const step = fc.record({ verb: verbs, which: fc.nat(3), name: fc.constantFrom('a', 'b') })

test('counters never go down', () => {
  const property = fc.property(fc.array(step, { maxLength: 60 }), steps => {
    let failing = false
    const pager = createMemoryPager({
      fault() {
        if (failing) throw new Error('on request')
      },
    })
    const budget = smallBudget()
    const policy = new TieredPolicy(budget)
    const columnPagers = Array.from({ length: 4 }, () => columnPagerOf(pager, policy))
    const sources = new MetricSources()
    sources.addPager('main', pager)
    sources.addBudget('all', budget)
    const observed: (ObservedSource | undefined)[] = []
    const paged: { from: number; cell: ReturnType<(typeof columnPagers)[number]['page']> }[] = []
    let before = countersOf(sources)
    for (const { verb, which, name } of steps) {
      const columns = columnPagers[which]!
      if (verb === 'page') paged.push({ from: which, cell: columns.page(hundred()) })
      if (verb === 'take') {
        const last = paged.pop()
        if (last !== undefined) columnPagers[last.from]!.take(last.cell)
      }
      if (verb === 'close') paged.pop()?.cell.close()
      if (verb === 'fail') {
        failing = true
        expect(() => columns.page(hundred())).toThrow()
        failing = false
      }
      if (verb === 'add' && observed[which] === undefined) observed[which] = sources.addColumnPager(name, columns)
      if (verb === 'remove') {
        observed[which]?.remove()
        // One that is observed again would count again what it had counted before: a new one takes its place.
        if (observed[which] !== undefined) columnPagers[which] = columnPagerOf(pager, policy)
        observed[which] = undefined
        for (const each of paged.filter(({ from }) => from === which)) each.cell.close()
        paged.splice(0, paged.length, ...paged.filter(({ from }) => from !== which))
      }
      if (verb === 'leak') budget.release(9999, 1)
      const after = countersOf(sources)
      for (const [key, value] of before) expect(after.get(key), key).toBeGreaterThanOrEqual(value)
      before = after
    }
    pager.close()
  })
  fc.assert(property, { numRuns: 50 * factor })
})
