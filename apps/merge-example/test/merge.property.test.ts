import { columnBytes } from '@spillway/column'
import { ColumnPager, type PagedColumn } from '@spillway/column-pager'
import { createMemoryPager } from '@spillway/pager-native/memory'
import { SharedBudget, TieredPolicy } from '@spillway/policy'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FlightUpdate, type FlightUpdateRow, type UpdateColumn } from '../src/flight-update.js'
import { concatenate, ResultCheck } from '../src/result-check.js'
import { RunMaker } from '../src/run-maker.js'
import { FAN_IN, RunMerger } from '../src/run-merger.js'
import { anyUpdate, columnOf } from './any-update.js'

/** Equal flights added up, those with the sum 0 left out, in order: by what columns say of two rows, and nothing else. */
function model(updates: readonly FlightUpdateRow[]): FlightUpdateRow[] {
  const sums = new Map<string, FlightUpdateRow>()
  for (const { diff, ...flight } of updates) {
    const key = JSON.stringify(flight)
    sums.set(key, { ...flight, diff: (sums.get(key)?.diff ?? 0) + diff })
  }
  const all = columnOf([...sums.values()].filter(update => update.diff !== 0))
  return Array.from(all.sortPermutation(), i => all.get(i))
}

function pagerFor(backend: 'swap' | 'file', codec: 'none' | 'lz4', budgetBytes: number) {
  const pager = createMemoryPager()
  const budget = SharedBudget.create({ sharedBytes: budgetBytes, backend, codec })
  const policy = new TieredPolicy(budget)
  const columns = new ColumnPager<UpdateColumn>({ pager, policy, container: columnBytes(FlightUpdate) })
  return { pager, budget, columns }
}

const anyBatches = fc.array(fc.array(anyUpdate(), { maxLength: 20 }), { maxLength: 3 * FAN_IN })

describe.each(['swap', 'file'] as const)('a merge over %s', backend => {
  it.each(['none', 'lz4'] as const)('stored as %s consolidates as a map does, and gives everything back', codec => {
    fc.assert(
      fc.property(anyBatches, fc.constantFrom(0, 1000, 10_000, 2 ** 30), (batches, budgetBytes) => {
        const { pager, budget, columns } = pagerFor(backend, codec, budgetBytes)
        const maker = new RunMaker(columns)
        const runs = batches.filter(batch => batch.length > 0).map(batch => maker.make(columnOf(batch)))
        const result: FlightUpdateRow[] = []
        const check = new ResultCheck()
        for (const column of new RunMerger(columns).merge(runs)) {
          result.push(...column)
          check.accept(column)
        }
        expect(result).toEqual(model(batches.flat()))
        expect(check.summary).toMatchObject({ rows: result.length, sorted: true })
        expect(budget.stats()).toMatchObject({ inUseBytes: 0, strayReleases: 0, excessReleases: 0 })
        expect(pager.stats()).toMatchObject({ liveHandles: 0, bytes: { lent: 0 } })
      }),
      { numRuns: 40 },
    )
  })
})

describe('a merge', () => {
  it('cuts the result into columns of one size, and never between updates of one flight', () => {
    const { columns } = pagerFor('file', 'none', 0)
    const flight = { route: ['ABE', 'YAK'] as [string, string], delay: 0, distance: 5, diff: 1 }
    const rowsPerRun = 30_000
    const runs = [0, 1, 2].map(run => {
      // Runs overlap in most of their rows, so that equal updates meet in the merge, wherever a column happens to be full.
      const rows = Array.from({ length: rowsPerRun }, (_, i) => ({ ...flight, date: i + 500 * run }))
      return new RunMaker(columns).make(columnOf(rows))
    })
    const lengths: number[] = []
    const check = new ResultCheck()
    for (const column of new RunMerger(columns).merge(runs)) {
      lengths.push(column.byteLength)
      check.accept(column)
    }
    expect(check.summary).toMatchObject({ rows: rowsPerRun + 1000, sorted: true })
    expect(lengths.length).toBeGreaterThan(1)
    for (const byteLength of lengths) expect(byteLength).toBeLessThanOrEqual(2 ** 21)
  })

  it('lets go of what it did not consume when its reader stops', () => {
    const { pager, budget, columns } = pagerFor('file', 'none', 2 ** 22)
    const airport = 'A'.repeat(2000)
    const columnFrom = (date: number) =>
      columnOf(
        Array.from({ length: 600 }, (_, i) => ({
          route: [airport, airport],
          date: date + i,
          delay: 0,
          distance: 0,
          diff: 1,
        })),
      )
    const runs = [0, 1, 2].map(run => [0, 1000, 2000].map(date => columns.page(columnFrom(date + 300 * run))))
    for (const _ of new RunMerger(columns).merge(runs)) {
      expect(pager.stats().liveHandles + budget.stats().inUseBytes).toBeGreaterThan(0)
      break
    }
    expect(pager.stats()).toMatchObject({ liveHandles: 0, bytes: { lent: 0 } })
    expect(budget.stats().inUseBytes).toBe(0)
  })

  it('of nothing is nothing', () => {
    const { columns } = pagerFor('file', 'none', 0)
    expect([...new RunMerger(columns).merge([])]).toEqual([])
    const cancelled: PagedColumn<UpdateColumn>[][] = [1, -1].map(diff => {
      const rows = [{ route: ['A', 'B'] as [string, string], date: 1, delay: 0, distance: 0, diff }]
      return new RunMaker(columns).make(columnOf(rows))
    })
    expect([...new RunMerger(columns).merge(cancelled)]).toEqual([])
  })
})

describe('the check of a result', () => {
  const row = (date: number, diff = 1): FlightUpdateRow => ({ route: ['A', 'B'], date, delay: 0, distance: 0, diff })
  const isSorted = (...columns: FlightUpdateRow[][]) => {
    const check = new ResultCheck()
    for (const rows of columns) check.accept(columnOf(rows))
    return check.summary.sorted
  }

  it('sees rows out of order, within a column and between two', () => {
    expect(isSorted([row(1), row(2)], [row(3)])).toBe(true)
    expect(isSorted([row(2), row(1)])).toBe(false)
    expect(isSorted([row(2)], [row(1)])).toBe(false)
  })

  it('sees updates of one flight that were not consolidated, within a column and between two', () => {
    expect(isSorted([row(1, 1), row(1, 1)])).toBe(false)
    expect(isSorted([row(1, 1), row(1, 2)])).toBe(false)
    expect(isSorted([row(1, 1)], [row(1, 2)])).toBe(false)
  })

  it('sees parts that are sorted, but not one after the other', () => {
    const parts = [[row(1), row(2)], [], [row(3)]].map(rows => {
      const check = new ResultCheck()
      if (rows.length > 0) check.accept(columnOf(rows))
      return check.summary
    })
    expect(concatenate(parts)).toMatchObject({ rows: 3, sorted: true, first: row(1), last: row(3) })
    expect(concatenate(parts.toReversed())).toMatchObject({ rows: 3, sorted: false })
    expect(concatenate([parts[0]!, parts[0]!]).sorted).toBe(false)
  })
})
