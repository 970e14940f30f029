// A budget that is made smaller is paid back by what was kept: all at once by `evict`, or in steps by `page`; and never by more.
import { alwaysSkip, type PageDecision, type PagingPolicy, SharedBudget, TieredPolicy } from '@spillway/policy'
import { describe, expect, test } from 'vitest'
import { ColumnPager, type EvictionOptions, type PagedColumn } from '../src/index.js'
import { Faults, FaultyPager, faultyPolicy } from './support/faults.js'
import { LoggingPolicy } from './support/logging-policy.js'
import { pagerKinds } from './support/pagers.js'
import { type PlainPieces, plain, plainContainer } from './support/plain-container.js'

type Cell = PagedColumn<PlainPieces>

const states = (cells: readonly Cell[]) => cells.map(({ state }) => (state === 'resident' ? 'R' : '-')).join('')

/** Over a LoggingPolicy, which knows nothing of `overdrawnBytes`. */
class Tiered extends LoggingPolicy implements PagingPolicy {
  readonly #tiered: TieredPolicy

  constructor(budget: SharedBudget) {
    const tiered = new TieredPolicy(budget)
    super(tiered)
    this.#tiered = tiered
  }

  overdrawnBytes(): number {
    return this.#tiered.overdrawnBytes()
  }
}

describe.each(pagerKinds)('$name pager', ({ create }) => {
  const setUp = (eviction: EvictionOptions = {}, count = 10) => {
    const faults = new Faults()
    const pager = create()
    const budget = SharedBudget.create({ sharedBytes: 100 * count, backend: 'swap' })
    const policy = new Tiered(budget)
    const faulty: PagingPolicy = Object.assign(faultyPolicy(policy, faults), {
      overdrawnBytes: () => policy.overdrawnBytes(),
    })
    const columns = new ColumnPager({
      pager: new FaultyPager(pager, faults),
      policy: faulty,
      container: plainContainer,
      eviction,
    })
    const page = (byteLength = 100) => columns.page(plain(new Uint8Array(byteLength)))
    const cells = Array.from({ length: count }, () => page())
    faults.never()
    return { faults, pager, budget, policy, columns, cells, page }
  }

  test('evict pages out the oldest, as many as must go, with the backend and codec of now', () => {
    const { columns, cells, budget, policy } = setUp()
    expect(columns.evict()).toBe(0)
    budget.reconfigure({ sharedBytes: 450, codec: 'lz4', backend: 'file' })
    expect(columns.evict()).toBe(600)
    expect(states(cells)).toBe('------RRRR')
    expect(policy.ofType('pagedOut').map(({ backend, codec }) => `${backend} ${codec}`)).toEqual(
      Array(6).fill('file lz4'),
    )
    expect(budget.stats()).toMatchObject({ inUseBytes: 400, excessReleases: 0 })
    expect(columns.evict()).toBe(0)
    for (const cell of cells) columns.recycle(columns.take(cell))
    expect(budget.inUseBytes).toBe(0)
  })

  test('evict finds what was touched, and leaves what is being read', () => {
    const { columns, cells, budget } = setUp({ visits: 1 }, 100)
    for (const cell of cells) cell.prefetch()
    budget.reconfigure({ sharedBytes: 0 })
    columns.read(cells[3]!, () => columns.read(cells[99]!, () => expect(columns.evict()).toBe(9800)))
    expect(cells.filter(({ state }) => state === 'resident')).toEqual([cells[3], cells[99]])
    expect(columns.evict()).toBe(200)
  })

  test('page pays back in steps of what one decision may look at', () => {
    const { cells, budget, page } = setUp({ visits: 3 })
    budget.reconfigure({ sharedBytes: 200 })
    cells.push(page())
    expect(states(cells)).toBe('---RRRRRRR-')
    cells.push(page())
    expect(states(cells)).toBe('------RRRR--')
    cells.push(page())
    expect(states(cells)).toBe('---------R--R')
    expect(budget.inUseBytes).toBe(200)
  })

  test('what is overdrawn goes as decided about it, not as decided about the new column', () => {
    using pager = create()
    const budget = SharedBudget.create({ sharedBytes: 1000, backend: 'swap' })
    const tiered = new TieredPolicy(budget)
    // As a policy that tries a codec does: with one column.
    const policy: PagingPolicy = {
      decide: hint => {
        const decision = tiered.decide(hint)
        return decision.action === 'page' && hint.generation === 7 ? { ...decision, codec: 'lz4' } : decision
      },
      record: event => tiered.record(event),
      overdrawnBytes: () => tiered.overdrawnBytes(),
    }
    const columns = new ColumnPager({ pager, policy, container: plainContainer, eviction: {} })
    const cells = Array.from({ length: 10 }, () => columns.page(plain(new Uint8Array(100))))
    budget.reconfigure({ sharedBytes: 450 })
    cells.push(columns.page(plain(new Uint8Array(100)), { generation: 7 }))
    expect(cells.map(({ state }) => state[0]).join('')).toBe('pppppprrrrc')
    expect(budget.inUseBytes).toBe(400)
  })

  test('a policy that would keep it after all ends that, and the new column is paged', () => {
    using pager = create()
    const page: PageDecision = { action: 'page', backend: 'swap', codec: 'none' }
    const decisions: PageDecision[] = [{ action: 'skip' }, { action: 'skip' }, page, { action: 'skip', claim: 5 }]
    const policy = new LoggingPolicy({ decide: () => decisions.shift()!, record: () => {} })
    const wanting: PagingPolicy = {
      decide: hint => policy.decide(hint),
      record: event => policy.record(event),
      overdrawnBytes: () => (decisions.length === 1 ? 18 : 0),
    }
    const columns = new ColumnPager({ pager, policy: wanting, container: plainContainer, eviction: {} })
    const cells = [9, 9, 100].map(byteLength => columns.page(plain(new Uint8Array(byteLength))))
    expect(states(cells)).toBe('RR-')
    expect(policy.ofType('residentReleased')).toEqual([{ type: 'residentReleased', byteLength: 9, claim: 5 }])
  })

  test('without eviction, nothing goes', () => {
    using pager = create()
    const budget = SharedBudget.create({ sharedBytes: 100 })
    const columns = new ColumnPager({ pager, policy: new TieredPolicy(budget), container: plainContainer })
    const cell = columns.page(plain(new Uint8Array(100)))
    budget.reconfigure({ sharedBytes: 0 })
    expect(columns.evict()).toBe(0)
    expect(cell.state).toBe('resident')
  })

  test('a policy that wants nothing back gets nothing', () => {
    using pager = create()
    const columns = new ColumnPager({ pager, policy: alwaysSkip, container: plainContainer, eviction: {} })
    const cell = columns.page(plain(new Uint8Array(9)))
    expect(columns.evict()).toBe(0)
    expect(cell.state).toBe('resident')
  })

  test('a policy that would keep it after all gets its second claim back', () => {
    using pager = create()
    const policy = new LoggingPolicy({ action: 'skip', claim: 5 })
    const wanting: PagingPolicy = {
      decide: hint => policy.decide(hint),
      record: event => policy.record(event),
      overdrawnBytes: () => 1,
    }
    const columns = new ColumnPager({ pager, policy: wanting, container: plainContainer, eviction: {} })
    const cell = columns.page(plain(new Uint8Array(9)))
    expect(columns.evict()).toBe(0)
    expect(cell.state).toBe('resident')
    expect(policy.events).toEqual([{ type: 'residentReleased', byteLength: 9, claim: 5 }])
    cell.close()
    expect(policy.events.length).toBe(policy.skips.length)
  })

  test('an eviction that fails ends evict, and the next one goes on behind it', () => {
    const { columns, cells, budget, policy, faults } = setUp()
    budget.reconfigure({ sharedBytes: 500 })
    // decide, pageoutWith; decide, pageoutWith.
    faults.failAt(3)
    expect(columns.evict()).toBe(100)
    expect(states(cells)).toBe('-RRRRRRRRR')
    expect(policy.ofType('failed')).toMatchObject([{ verb: 'page', byteLength: 100, backend: 'swap', codec: 'none' }])
    expect(budget.inUseBytes).toBe(900)
    expect(columns.stats().counters.failures).toEqual({ page: 0, take: 0, read: 0, evict: 1 })
    faults.never()
    expect(columns.evict()).toBe(400)
    expect(states(cells)).toBe('-R----RRRR')
  })

  test('what decide throws reaches the caller, and everything stays', () => {
    const { columns, cells, budget, faults } = setUp()
    budget.reconfigure({ sharedBytes: 0 })
    faults.failAt(0)
    expect(() => columns.evict()).toThrow('injected into decide')
    expect(states(cells)).toBe('RRRRRRRRRR')
    faults.never()
    expect(columns.evict()).toBe(1000)
  })
})

test('policies that fail to decide while room is made fail the page, and the column is as it was', () => {
  using pager = pagerKinds[0]!.create()
  const decisions: (PageDecision | undefined)[] = [
    { action: 'skip' },
    { action: 'page', backend: 'file', codec: 'none' },
    undefined,
  ]
  const policy = new LoggingPolicy({ decide: () => decisions.shift()!, record: () => {} })
  const columns = new ColumnPager({
    pager,
    policy: { decide: () => decisions.shift()!, record: event => policy.record(event) },
    container: plainContainer,
    eviction: {},
  })
  const kept = columns.page(plain(new Uint8Array(9)))
  const column = plain(new Uint8Array(9))
  expect(() => columns.page(column)).toThrow(expect.objectContaining({ code: 'COLUMN_BAD_DECISION' }))
  expect(column.pieces.length).toBe(1)
  expect(kept.state).toBe('paged')
  expect(policy.events.map(({ type }) => type)).toEqual(['pagedOut', 'residentReleased', 'failed'])
})
