// Where the memory is, and what is between two operators. Sums after random work are in `eviction.property.test.ts`.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Column, columnBytes, u64 } from '@spillway/column'
import { SharedBudget, TieredPolicy } from '@spillway/policy'
import { describe, expect, test } from 'vitest'
import { ColumnPager } from '../src/index.js'
import { pagerKinds } from './support/pagers.js'

setFlagsFromString('--expose-gc')
const gc: () => void = runInNewContext('gc')
const byteLength = 16 + 8 * 1000
const none = { columns: 0, bytes: 0, storedBytes: 0 }
const totals = (columns: number) => ({ columns, bytes: columns * byteLength, storedBytes: columns * byteLength })

function thousand() {
  const column = new Column(u64)
  for (let i = 0; i < 1000; i++) column.push(BigInt(i))
  return column
}

describe.each(pagerKinds)('$name pager', ({ create }) => {
  const setUp = () => {
    const pager = create()
    const budget = SharedBudget.create({ workers: 2, sharedBytes: 2 * byteLength, backend: 'swap' })
    const policy = new TieredPolicy(budget)
    const columns = new ColumnPager({ pager, policy, container: columnBytes(u64), eviction: {} })
    const page = () => columns.page(thousand())
    return { pager, budget, columns, page }
  }

  test('a new column pager has nothing and did nothing', () => {
    const { columns } = setUp()
    const { counters, ...places } = columns.stats()
    expect(places).toEqual({ resident: none, paged: none, compressed: none, inFlight: none, codecs: {} })
    expect(counters).toMatchObject({ kept: none, evicted: none, failures: { page: 0, take: 0, read: 0, evict: 0 } })
  })

  test('resident, paged, compressed and in flight add up to what there is', () => {
    const { columns, page, budget, pager } = setUp()
    const cells = [page(), page(), page()]
    budget.reconfigure({ codec: 'lz4' })
    cells.push(page())
    const storedBytes = cells[1]!.storedByteLength
    const taken = columns.take(cells[2]!)
    const { counters, ...places } = columns.stats()
    expect(places).toEqual({
      resident: totals(1),
      paged: totals(1),
      compressed: { ...totals(1), storedBytes },
      inFlight: totals(1),
      codecs: { none: totals(1), lz4: { ...totals(1), storedBytes } },
    })
    expect(counters).toMatchObject({
      kept: totals(4),
      released: totals(3),
      evicted: { ...totals(2), storedBytes: byteLength + storedBytes },
      pagedIn: none,
    })
    const { lent, resident } = pager.stats().bytes
    expect(lent).toBe(places.resident.bytes + places.inFlight.bytes)
    expect(resident).toBeGreaterThanOrEqual(places.paged.bytes + storedBytes)
    columns.recycle(taken)
    expect(columns.stats().inFlight).toEqual(none)
  })

  test('a taken column that is paged again is in flight no more, kept or not', () => {
    const { columns, page, budget } = setUp()
    for (const codec of ['none', 'lz4']) {
      for (const sharedBytes of [2 * byteLength, 0]) {
        budget.reconfigure({ codec, sharedBytes })
        const taken = columns.take(page())
        expect(columns.stats().inFlight).toEqual(totals(1))
        columns.page(taken).close()
        expect(columns.stats().inFlight).toEqual(none)
      }
    }
  })

  test('a taken column that another column pager pages or recycles is in flight no more', () => {
    const { columns, page, pager, budget } = setUp()
    const policy = new TieredPolicy(budget, { worker: budget.join() })
    const other = new ColumnPager({ pager, policy, container: columnBytes(u64) })
    for (const codec of ['none', 'lz4']) {
      for (const sharedBytes of [2 * byteLength, 0]) {
        budget.reconfigure({ codec, sharedBytes })
        const paged = other.page(columns.take(page()))
        expect([columns, other].map(each => each.stats().inFlight)).toEqual([none, none])
        const taken = columns.take(paged)
        expect([columns, other].map(each => each.stats().inFlight)).toEqual([none, totals(1)])
        columns.recycle(taken)
        expect([columns, other].map(each => each.stats().inFlight)).toEqual([none, none])
      }
    }
    // One that takes no mark: its lender alone knows it.
    budget.reconfigure({ codec: 'none', sharedBytes: 2 * byteLength })
    const buffer = Object.freeze(new ArrayBuffer(byteLength))
    thousand().writeInto(new Uint8Array(buffer))
    const frozen = columns.take(columns.page(Column.fromBytes(u64, new Uint8Array(buffer))))
    expect(columns.stats().inFlight).toEqual(totals(1))
    columns.recycle(frozen)
    expect(columns.stats().inFlight).toEqual(none)
  })

  test('the copy that read shows is in flight while it does', () => {
    const { columns, page, budget, pager } = setUp()
    for (const codec of ['none', 'lz4']) {
      budget.reconfigure({ codec, sharedBytes: 0 })
      const paged = page()
      const before = paged.state
      const last = columns.read(paged, column => {
        expect(columns.stats().inFlight).toEqual(totals(1))
        expect(pager.stats().bytes.lent).toBe(byteLength)
        return column.get(999)
      })
      expect(last).toBe(999n)
      expect(paged.state).toBe(before)
      expect(columns.stats().inFlight).toEqual(none)
      expect(pager.stats().bytes.lent).toBe(0)
      paged.close()
    }
  })

  test('closed by its reader: the memory stays until the reader is done', () => {
    const { columns, page, pager, budget } = setUp()
    const paged = page()
    columns.read(paged, column => {
      paged.close()
      expect(budget.inUseBytes).toBe(0)
      expect(column.get(999)).toBe(999n)
      expect(pager.stats().bytes.lent).toBe(byteLength)
    })
    expect(pager.stats().bytes.lent).toBe(0)
    for (const verb of ['read', 'take'] as const) {
      expect(() => columns[verb](paged, () => 0)).toThrow(expect.objectContaining({ code: 'COLUMN_CLOSED' }))
    }
  })

  test('taken by its reader: the reader still sees it', () => {
    const { columns, page } = setUp()
    const paged = page()
    const taken = columns.read(paged, column => {
      const taken = columns.take(paged)
      expect(column.get(999)).toBe(999n)
      return taken
    })
    expect(taken.length).toBe(1000)
    expect(() => columns.read(paged, () => 0)).toThrow(expect.objectContaining({ code: 'COLUMN_TAKEN' }))
  })

  test('what nobody gave back is in flight until it is collected', async () => {
    const { columns, page } = setUp()
    const drop = () => {
      for (let i = 0; i < 3; i++) columns.take(page())
    }
    drop()
    expect(columns.stats().inFlight).toEqual(totals(3))
    for (let turn = 0; turn < 100 && columns.stats().inFlight.columns > 0; turn++) {
      gc()
      await new Promise(resolve => setImmediate(resolve))
    }
    expect(columns.stats().inFlight).toEqual(none)
  })
})
