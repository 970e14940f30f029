// Which kept column goes when the budget is gone, and where to: bands of age, second chance, columns that are being read, failures.
import { type PageDecision, type PagingPolicy, SharedBudget, TieredPolicy } from '@spillway/policy'
import { describe, expect, test } from 'vitest'
import { type ColumnHint, ColumnPager, type EvictionOptions, type PagedColumn } from '../src/index.js'
import { deflateCodec } from './support/deflate-codec.js'
import { Faults, FaultyPager } from './support/faults.js'
import { LoggingPolicy } from './support/logging-policy.js'
import { pagerKinds } from './support/pagers.js'
import { bytesOf, owningContainer, type PlainPieces, plain, plainContainer } from './support/plain-container.js'

type Cell = PagedColumn<PlainPieces>

const bytes = (seed: number, byteLength = 100) => Uint8Array.from({ length: byteLength }, (_, i) => i * seed)
const states = (cells: readonly Cell[]) => cells.map(({ state }) => (state === 'resident' ? 'R' : '-')).join('')

describe.each(pagerKinds)('$name pager', ({ create }) => {
  const setUp = ({ budgetBytes = 300, eviction = {} as EvictionOptions, codec = 'none' } = {}) => {
    const faults = new Faults()
    const real = create()
    const budget = SharedBudget.create({ sharedBytes: budgetBytes, backend: 'swap', codec })
    const policy = new LoggingPolicy(new TieredPolicy(budget))
    const pager = new FaultyPager(real, faults)
    const columns = new ColumnPager({ pager, policy, container: plainContainer, codecs: [deflateCodec], eviction })
    const page = (seed: number, hint?: ColumnHint, byteLength?: number) =>
      columns.page(plain(bytes(seed, byteLength)), hint)
    return { faults, pager: real, budget, policy, columns, page }
  }
  const expectBack = (columns: ColumnPager<PlainPieces>, cell: Cell, seed: number, byteLength?: number) =>
    expect(Buffer.compare(bytesOf(columns.take(cell)), bytes(seed, byteLength))).toBe(0)

  test('the oldest goes, the newest stays, and all come back', () => {
    const { columns, page, budget, policy } = setUp()
    const cells = [1, 2, 3, 4, 5].map(seed => page(seed))
    expect(states(cells)).toBe('--RRR')
    expect(cells[0]).toMatchObject({ state: 'paged', byteLength: 100, storedByteLength: 100, closed: false })
    expect(budget.inUseBytes).toBe(300)
    const sizes = { byteLength: 100, storedByteLength: 100, backend: 'swap', codec: 'none' }
    const { claim } = policy.skips[0]!
    expect(policy.events).toEqual([
      { type: 'pagedOut', ...sizes, durationNs: expect.any(Number) },
      { type: 'residentReleased', byteLength: 100, claim },
      { type: 'pagedOut', ...sizes, durationNs: expect.any(Number) },
      { type: 'residentReleased', byteLength: 100, claim },
    ])
    cells.forEach((cell, i) => {
      expectBack(columns, cell, i + 1)
    })
    expect(budget.stats()).toMatchObject({ inUseBytes: 0, excessReleases: 0, strayReleases: 0 })
  })

  test('without the option, the newest goes', () => {
    using pager = create()
    const policy = new TieredPolicy(SharedBudget.create({ sharedBytes: 200 }))
    const columns = new ColumnPager({ pager, policy, container: plainContainer })
    const cells = [1, 2, 3].map(seed => columns.page(plain(bytes(seed))))
    expect(states(cells)).toBe('RR-')
    expect(columns.evict()).toBe(0)
  })

  test.each(['lz4', 'deflate'])('through %s, the state is compressed and nothing stays lent', codec => {
    const { columns, page, pager } = setUp({ budgetBytes: 5000, codec })
    const cells = [1, 2].map(seed => page(seed, undefined, 5000))
    expect(cells.map(({ state }) => state)).toEqual(['compressed', 'resident'])
    expect(cells[0]!.storedByteLength).toBeLessThan(5000)
    expect(pager.stats().bytes.lent).toBe(5000)
    expectBack(columns, cells[0]!, 1, 5000)
    cells[1]!.close()
  })

  test('an owned buffer that was kept goes as it is', () => {
    using pager = create()
    const policy = new TieredPolicy(SharedBudget.create({ sharedBytes: 100, backend: 'file' }))
    const columns = new ColumnPager({ pager, policy, container: owningContainer, eviction: {} })
    const cells = [1, 2].map(seed => columns.page(plain(bytes(seed))))
    expect(states(cells)).toBe('-R')
    expectBack(columns, cells[0]!, 1)
  })

  test('deeper bands go first, and generations beyond the last band count as the last', () => {
    const { page } = setUp({ budgetBytes: 400 })
    const cells = [0, 1, 9, 3].map((generation, i) => page(i, { generation }))
    cells.push(page(4, {}))
    expect(states(cells)).toBe('RR-RR')
    cells.push(page(5))
    expect(states(cells)).toBe('RR--RR')
    cells.push(page(6))
    expect(states(cells)).toBe('R---RRR')
    cells.push(page(7))
    expect(states(cells)).toBe('----RRRR')
  })

  test('a column never pushes out one of a younger band', () => {
    const { page, policy } = setUp()
    const cells = [1, 2, 3].map(seed => page(seed))
    cells.push(page(4, { generation: 1 }))
    expect(states(cells)).toBe('RRR-')
    expect(policy.hints.length).toBe(4)
    cells[0]!.close()
    cells.push(page(5, { generation: 1 }), page(6, { generation: 2 }), page(7, { generation: 1 }))
    expect(states(cells.slice(1))).toBe('RR---R')
  })

  test('reuse: late goes before all others, soon has a second chance from the start', () => {
    const { page } = setUp({ budgetBytes: 400 })
    const cells = [
      page(1, { reuse: 'soon' }),
      page(2),
      page(3, { generation: 2 }),
      page(4, { reuse: 'late' }),
      ...[5, 6, 7].map(seed => page(seed)),
    ]
    expect(states(cells)).toBe('R---RRR')
  })

  test.each([Number.NaN, -3, 0.9, Number.POSITIVE_INFINITY])('a generation of %d is no mistake', generation => {
    const { page } = setUp({ budgetBytes: 100 })
    expect(states([page(1, { generation }), page(2)])).toBe('-R')
  })

  test('a second chance for what was read or prefetched, and only one', () => {
    const { page, columns } = setUp()
    const cells = [1, 2, 3].map(seed => page(seed))
    expect(columns.read(cells[0]!, column => bytesOf(column)[1])).toBe(1)
    cells[1]!.prefetch()
    cells.push(page(4))
    expect(states(cells)).toBe('RR-R')
    cells.push(page(5))
    expect(states(cells)).toBe('-R-RR')
    cells.push(page(6))
    expect(states(cells)).toBe('---RRR')
  })

  test('all touched: the oldest goes, in the same attempt', () => {
    const { page } = setUp()
    const cells = [1, 2, 3].map(seed => page(seed))
    for (const cell of cells) cell.prefetch()
    cells.push(page(4))
    expect(states(cells)).toBe('-RRR')
  })

  test('a column that is being read stays, and so does its memory', () => {
    const { page, columns } = setUp({ budgetBytes: 100 })
    const cell = page(1)
    const other = columns.read(cell, column => {
      const inner = columns.read(cell, () => page(2))
      expect(states([cell, inner])).toBe('R-')
      expect(Buffer.compare(bytesOf(column), bytes(1))).toBe(0)
      return page(3)
    })
    expect(states([cell, other, page(4)])).toBe('--R')
  })

  test('the pin ends when the reader throws', () => {
    const { page, columns } = setUp({ budgetBytes: 100 })
    const cell = page(1)
    const read = () =>
      columns.read(cell, () => {
        throw new Error('enough')
      })
    expect(read).toThrow('enough')
    expect(states([cell, page(2)])).toBe('-R')
  })

  test('what was taken or closed is not in the queue any more', () => {
    const { page, columns, policy } = setUp()
    const cells = [1, 2, 3].map(seed => page(seed))
    columns.take(cells[0]!)
    cells[1]!.close()
    cells.push(page(4), page(5))
    expect(policy.ofType('pagedOut')).toEqual([])
    cells.push(page(6))
    expect(states(cells)).toBe('---RRR')
    expect(cells[2]!.state).toBe('paged')
  })

  test('several small ones go for a large one, and no more than must', () => {
    const { page } = setUp({ budgetBytes: 450 })
    const cells = [1, 2, 3, 4].map(seed => page(seed))
    cells.push(page(5, undefined, 250))
    expect(states(cells)).toBe('--RRR')
  })

  test('nothing goes for a column that would not fit anyhow', () => {
    const { page, policy } = setUp()
    const cells = [1, 2, 3].map(seed => page(seed))
    cells.push(page(4, undefined, 301))
    expect(states(cells)).toBe('RRR-')
    expect(policy.hints.length).toBe(4)
    const few = setUp({ eviction: { visits: 2 } })
    const fewCells = [1, 2, 3].map(seed => few.page(seed))
    fewCells.push(few.page(4, undefined, 250), few.page(5, undefined, 150))
    expect(states(fewCells)).toBe('--R-R')
  })

  test('nothing goes for a column of no bytes, nor is it evicted', () => {
    const decisions: PageDecision[] = [{ action: 'skip' }, { action: 'skip' }]
    const page: PageDecision = { action: 'page', backend: 'swap', codec: 'none' }
    const policy: PagingPolicy = { decide: () => decisions.shift() ?? page, record: () => {} }
    using pager = create()
    const columns = new ColumnPager({ pager, policy, container: plainContainer, eviction: {} })
    const cells = [0, 1, 0, 1].map(byteLength => columns.page(plain(bytes(1, byteLength))))
    expect(states(cells)).toBe('R---')
  })

  test('nothing goes for a decision that says it would be in vain', () => {
    let keeps = true
    const decide = (): PageDecision =>
      keeps ? { action: 'skip' } : { action: 'page', backend: 'file', codec: 'none', regardless: true }
    using pager = create()
    const policy = new LoggingPolicy({ decide, record: () => {} })
    const columns = new ColumnPager({ pager, policy, container: plainContainer, eviction: {} })
    const kept = columns.page(plain(bytes(1)))
    keeps = false
    expect(states([kept, columns.page(plain(bytes(2)))])).toBe('R-')
    expect(policy.hints.length).toBe(2)
  })

  test('a policy that never has room is asked once per column that went, and the new one is paged as decided last', () => {
    const codecs = ['none', 'none', 'lz4', 'deflate']
    let kept = 0
    const decide = (): PageDecision =>
      kept++ < 5 ? { action: 'skip' } : { action: 'page', backend: 'swap', codec: codecs.shift()! }
    using pager = create()
    const policy = new LoggingPolicy({ decide, record: () => {} })
    const columns = new ColumnPager({
      pager,
      policy,
      container: plainContainer,
      codecs: [deflateCodec],
      eviction: {},
    })
    const cells = [1, 2, 3, 4, 5].map(seed => columns.page(plain(bytes(seed))))
    cells.push(columns.page(plain(bytes(6, 201))))
    expect(states(cells)).toBe('---RR-')
    expect(policy.hints.length).toBe(5 + 1 + 3)
    expect(policy.ofType('pagedOut').map(({ codec }) => codec)).toEqual(['none', 'none', 'lz4', 'deflate'])
  })

  test.each(['pageoutWith', 'compress'])(
    'an eviction that fails in %s leaves its column, and fails nothing else',
    step => {
      const { faults, pager, policy, columns, page, budget } = setUp({
        codec: step === 'compress' ? 'deflate' : 'none',
      })
      const cells = [1, 2, 3].map(seed => page(seed))
      const before = policy.hints.length
      faults.never()
      // The first step of an eviction through a codec is `allocate`; a raw one has no other than `pageoutWith`.
      const column = plain(bytes(4))
      faults.failAt(0)
      cells.push(columns.page(column))
      expect(states(cells)).toBe('RRR-')
      expect(policy.hints.length).toBe(before + 1)
      expect(policy.ofType('failed')).toMatchObject([{ verb: 'page', byteLength: 100, backend: 'swap' }])
      expect(policy.ofType('residentReleased')).toEqual([])
      expect(budget.inUseBytes).toBe(300)
      expect(pager.stats()).toMatchObject({ liveHandles: 1, bytes: { lent: 300 } })
      // The one that failed is behind the others now.
      faults.never()
      cells.push(page(5))
      expect(states(cells)).toBe('R-R-R')
      cells.forEach((cell, i) => {
        expectBack(columns, cell, i + 1)
      })
      expect(pager.stats().liveHandles).toBe(0)
      expect(budget.inUseBytes).toBe(0)
    },
  )

  test('a codec that nobody has fails the page, and evicts nothing', () => {
    const { columns, page, budget } = setUp({ codec: 'zip' })
    const cells = [1, 2, 3].map(seed => page(seed))
    const column = plain(bytes(4))
    expect(() => columns.page(column)).toThrow(expect.objectContaining({ code: 'COLUMN_UNKNOWN_CODEC' }))
    expect(column.pieces.length).toBe(1)
    expect(states(cells)).toBe('RRR')
    expect(budget.inUseBytes).toBe(300)
  })

  test.each(['take', 'close', 'page'] as const)(
    'a codec that calls back: %s of the column that it compresses',
    verb => {
      using pager = create()
      const budget = SharedBudget.create({ sharedBytes: 100, backend: 'swap', codec: 'nosy' })
      const cells: Cell[] = []
      let nested = false
      const nosy = {
        ...deflateCodec,
        name: 'nosy',
        compress(slices: readonly Uint8Array[], target: Uint8Array) {
          if (verb === 'take') expect(bytesOf(columns.take(cells[0]!))).toEqual(bytes(1))
          else if (verb === 'close') cells[0]!.close()
          else if (!nested) {
            nested = true
            cells.push(columns.page(plain(bytes(3))))
          }
          return deflateCodec.compress(slices, target)
        },
      }
      const policy = new LoggingPolicy(new TieredPolicy(budget))
      const columns = new ColumnPager({ pager, policy, container: plainContainer, codecs: [nosy], eviction: {} })
      cells.push(columns.page(plain(bytes(1))))
      const last = columns.page(plain(bytes(2)))
      expect(last.state).toBe('resident')
      expect(policy.ofType('residentReleased').length).toBe(1)
      expect(policy.ofType('failed')).toEqual([])
      expect(cells.map(({ state }) => state)).toEqual(
        verb === 'page' ? ['compressed', 'compressed'] : [verb === 'take' ? 'taken' : 'closed'],
      )
      for (const cell of [...cells, last]) cell.close()
      expect(budget.stats()).toMatchObject({ inUseBytes: 0, excessReleases: 0 })
      expect(pager.stats().liveHandles).toBe(0)
    },
  )
})

test('two column pagers on one budget evict their own columns only', () => {
  using pager = pagerKinds[0]!.create()
  const budget = SharedBudget.create({ workers: 2, sharedBytes: 300 })
  const [one, other] = [0, 1].map(
    () => new ColumnPager({ pager, policy: new TieredPolicy(budget), container: plainContainer, eviction: {} }),
  )
  const ofOne = [1, 2, 3].map(seed => one!.page(plain(bytes(seed))))
  const ofOther = [4, 5].map(seed => other!.page(plain(bytes(seed))))
  expect(states(ofOne)).toBe('RRR')
  expect(states(ofOther)).toBe('--')
  ofOne.push(one!.page(plain(bytes(6))))
  expect(states(ofOne)).toBe('-RRR')
})

test.each([{ bands: 0 }, { bands: 1.5 }, { visits: 0 }, { visits: Number.NaN }, { bands: '2' as never }])(
  'eviction %j is a RangeError',
  eviction => {
    using pager = pagerKinds[0]!.create()
    const policy = new TieredPolicy(SharedBudget.create())
    expect(() => new ColumnPager({ pager, policy, container: plainContainer, eviction })).toThrow(RangeError)
  },
)
