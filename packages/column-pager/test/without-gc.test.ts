// Law 6: nothing waits for garbage collection. Here a registry never calls back, as in a process whose collector never runs, and
// all the same every byte of budget and of the pager's memory comes back when the user says so.
import { Column, columnBytes, utf8 } from '@spillway/column'
import { SharedBudget, TieredPolicy } from '@spillway/policy'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ColumnPager } from '../src/index.js'
import { backends, pagerKinds } from './support/pagers.js'

const RealRegistry = globalThis.FinalizationRegistry

beforeEach(() => {
  globalThis.FinalizationRegistry = class {
    register(): void {}
    unregister(): boolean {
      return true
    }
    readonly [Symbol.toStringTag] = 'FinalizationRegistry'
  }
})

afterEach(() => {
  globalThis.FinalizationRegistry = RealRegistry
})

const cases = pagerKinds.flatMap(kind =>
  backends.flatMap(backend => ['none', 'lz4'].map(codec => ({ kind, backend, codec, pager: kind.name }))),
)

test.each(cases)('$pager pager, $backend, $codec', ({ kind, backend, codec }) => {
  const pager = kind.create()
  const budget = SharedBudget.create({ sharedBytes: 22_000, backend, codec })
  const columns = new ColumnPager({ pager, policy: new TieredPolicy(budget), container: columnBytes(utf8) })
  const states = new Set<string>()
  for (let round = 0; round < 50; round++) {
    const paged = Array.from({ length: 4 }, (_, i) => {
      const column = new Column(utf8)
      for (let row = 0; row < 500; row++) column.push(`${round} ${i} ${row}`)
      return columns.page(column)
    })
    for (const [i, cell] of paged.entries()) {
      states.add(cell.state)
      if (i % 3 === 2) cell.close()
      else {
        const column = columns.take(cell)
        expect(column.get(499)).toBe(`${round} ${i} 499`)
        columns.recycle(column)
      }
    }
    expect(budget.inUseBytes).toBe(0)
    expect(pager.stats()).toMatchObject({ liveHandles: 0, bytes: { lent: 0, resident: 0 } })
  }
  expect([...states].sort()).toEqual([codec === 'none' ? 'paged' : 'compressed', 'resident'].sort())
  pager.close()
})
