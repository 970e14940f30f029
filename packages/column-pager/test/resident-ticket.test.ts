// The budget comes back once, and, late and with a warning, even from columns that nobody took or closed.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Column, columnBytes, u64 } from '@spillway/column'
import { type PageEvent, SharedBudget, TieredPolicy } from '@spillway/policy'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ColumnPager } from '../src/index.js'
import { Journal } from '../src/journal.js'
import { ResidentTickets } from '../src/resident-ticket.js'
import { pagerKinds } from './support/pagers.js'

setFlagsFromString('--expose-gc')
const gc: () => void = runInNewContext('gc')
const rowCount = 1000
const byteLength = 16 + 8 * rowCount

test('a ticket is released once, however often it is released', () => {
  const events: PageEvent[] = []
  const policy = { decide: () => expect.fail('decided'), record: (event: PageEvent) => events.push(event) }
  const tickets = new ResidentTickets(new Journal(policy))
  const one = tickets.issue(100, 1)
  const other = tickets.issue(200, undefined)
  for (const ticket of [one, other, one, one]) ticket.release('taken')
  expect(events).toEqual([
    { type: 'residentReleased', byteLength: 100, claim: 1 },
    { type: 'residentReleased', byteLength: 200, claim: undefined },
  ])
})

describe.each(pagerKinds)('$name pager', ({ create }) => {
  let warnings: (Error & { code?: string })[] = []
  const listen = (warning: Error) => warnings.push(warning)
  beforeEach(() => {
    warnings = []
    process.on('warning', listen)
  })
  afterEach(() => {
    process.off('warning', listen)
  })

  const setUp = () => {
    const pager = create()
    const budget = SharedBudget.create({ workers: 2, sharedBytes: 10 * byteLength })
    const policy = new TieredPolicy(budget)
    return { pager, budget, columns: new ColumnPager({ pager, policy, container: columnBytes(u64) }) }
  }

  const numbers = () => {
    const column = new Column(u64)
    for (let i = 0; i < rowCount; i++) column.push(BigInt(i))
    return column
  }

  /** Collects garbage until `done`, or for a hundred turns of the event loop. */
  const collect = async (done: () => boolean) => {
    for (let turn = 0; turn < 100 && !done(); turn++) {
      gc()
      await new Promise(resolve => setImmediate(resolve))
    }
  }

  test('a resident column that is dropped gives its budget back, with a warning', async () => {
    const { pager, budget, columns } = setUp()
    const drop = () => {
      for (let i = 0; i < 3; i++) columns.page(numbers())
    }
    drop()
    expect(budget.inUseBytes).toBe(3 * byteLength)
    await collect(() => warnings.length === 3)
    expect(budget.stats()).toMatchObject({ inUseBytes: 0, excessReleases: 0 })
    expect(warnings.map(({ name, code }) => `${name} ${code}`)).toEqual(
      Array(3).fill('ColumnPagerWarning COLUMN_LEAKED'),
    )
    expect(warnings[0]!.message).toContain(`${byteLength} bytes`)
    // The column pager still works, and counts.
    columns.page(numbers()).close()
    expect(budget.inUseBytes).toBe(0)
    pager.close()
  })

  test('a column pager that is dropped together with its columns does, too', async () => {
    const { pager, budget } = setUp()
    const drop = () => {
      const columns = new ColumnPager({
        pager,
        policy: new TieredPolicy(budget),
        container: columnBytes(u64),
      })
      columns.page(numbers())
    }
    drop()
    await collect(() => warnings.length === 1)
    expect(budget.inUseBytes).toBe(0)
    expect(warnings.length).toBe(1)
    pager.close()
  })

  test('columns that were taken or closed warn of nothing and give nothing back twice', async () => {
    const { pager, budget, columns } = setUp()
    const finish = () => {
      columns.recycle(columns.take(columns.page(numbers())))
      columns.page(numbers()).close()
      return columns.take(columns.page(numbers()))
    }
    const taken = finish()
    const drop = () => {
      columns.page(numbers())
    }
    drop()
    // The dropped one is the last; once it is noticed, the others would have been.
    await collect(() => warnings.length > 0)
    expect(warnings.length).toBe(1)
    expect(budget.stats()).toMatchObject({ inUseBytes: 0, excessReleases: 0, strayReleases: 0 })
    expect(taken.length).toBe(rowCount)
    pager.close()
  })
})
