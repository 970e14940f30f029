// The laws of the design, for every pager, policy, backend, codec and column form: 1 (what comes back is what went), 2 and 3 (every
// byte that was claimed comes back, once), 5 (every verb on what has ended), 7 (nothing of the pager's memory is held at rest).
import { alwaysPage, alwaysSkip, type PagingPolicy, SharedBudget, TieredPolicy } from '@spillway/policy'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ColumnPager, type EvictionOptions, type PagedColumn } from '../src/index.js'
import { type AnyColumn, bodyOf, columnCases, columnForms, makeColumn } from './support/column-cases.js'
import { deflateCodec } from './support/deflate-codec.js'
import { LoggingPolicy } from './support/logging-policy.js'
import { backends, pagerKinds } from './support/pagers.js'
import { runs } from './support/runs.js'

const codecs = ['none', 'lz4', 'deflate'] as const
const budgetBytes = 1500
const timeout = 20_000 * runs(1)

interface PolicyCase {
  readonly name: string
  readonly create: () => { policy: PagingPolicy; budget?: SharedBudget }
  readonly eviction?: EvictionOptions
}

const policyCases: readonly PolicyCase[] = [
  { name: 'alwaysSkip', create: () => ({ policy: alwaysSkip }) },
  ...backends.flatMap(backend =>
    codecs.flatMap((codec): PolicyCase[] => [
      { name: `alwaysPage ${backend} ${codec}`, create: () => ({ policy: alwaysPage({ backend, codec }) }) },
      ...[undefined, { bands: 2 }].map(eviction => ({
        name: `TieredPolicy ${backend} ${codec}${eviction ? ', eviction' : ''}`,
        create: () => {
          const budget = SharedBudget.create({ workerBytes: 500, sharedBytes: budgetBytes - 500, backend, codec })
          return { policy: new TieredPolicy(budget), budget }
        },
        ...(eviction && { eviction }),
      })),
    ]),
  ),
]

/** What is done with each column after all are paged: in which order, and whether it is taken or closed. */
const plan = fc.array(fc.record({ order: fc.nat(), takes: fc.boolean() }), { minLength: 5, maxLength: 5 })

for (const pagerKind of pagerKinds) {
  describe.each(policyCases)(`${pagerKind.name} pager, $name`, ({ create, eviction }) => {
    test.each(columnForms)('%s columns', { timeout }, form => {
      fc.assert(
        fc.property(
          fc
            .constantFrom(...columnCases)
            .chain(kind =>
              fc.record({ kind: fc.constant(kind), columns: fc.array(kind.rows, { minLength: 5, maxLength: 5 }) }),
            ),
          plan,
          ({ kind, columns }, steps) => {
            const { policy: inner, budget } = create()
            const policy = new LoggingPolicy(inner)
            const pager = pagerKind.create()
            try {
              const { container } = kind
              const pagerOf = new ColumnPager({ pager, policy, container, codecs: [deflateCodec], eviction })
              const paged = columns.map((rows, i) => {
                const column = makeColumn(kind.type, rows, form, pager)
                const expected = bodyOf(column)
                const cell = pagerOf.page(column, { generation: i % 2 })
                expect(column.length).toBe(0)
                expect(cell.byteLength).toBe(expected.byteLength)
                return { cell, expected, rows }
              })
              expectClaimsToMatch(
                paged.map(({ cell }) => cell),
                budget,
              )
              const inOrder = paged.map((entry, i) => ({ ...entry, ...steps[i]! })).sort((a, b) => a.order - b.order)
              for (const { cell, expected, rows, takes } of inOrder) {
                if (takes) {
                  const column = pagerOf.take(cell)
                  expect(Buffer.compare(bodyOf(column), expected)).toBe(0)
                  expect(column.length).toBe(rows.length)
                  pagerOf.recycle(column)
                } else cell.close()
                expectEnded(pagerOf, cell, takes)
                expectClaimsToMatch(
                  paged.map(entry => entry.cell),
                  budget,
                )
              }
              expectWhole(policy, budget)
              const { liveHandles, bytes } = pager.stats()
              expect({ liveHandles, lent: bytes.lent, resident: bytes.resident }).toEqual({
                liveHandles: 0,
                lent: 0,
                resident: 0,
              })
            } finally {
              pager.close()
            }
          },
        ),
        { numRuns: runs(4) },
      )
    })
  })
}

/** Law 3: the counters are the sum of the live tickets, at every moment. */
function expectClaimsToMatch(cells: readonly PagedColumn<AnyColumn>[], budget: SharedBudget | undefined): void {
  const live = cells.filter(cell => cell.state === 'resident').reduce((sum, cell) => sum + cell.byteLength, 0)
  if (budget === undefined) return
  expect(budget.inUseBytes).toBe(live)
  expect(budget.availableBytes).toBe(budgetBytes - live)
}

/** Law 2: one release of the same size and claim for every decision that kept. */
function expectWhole(policy: LoggingPolicy, budget: SharedBudget | undefined): void {
  const key = ({ byteLength, claim }: { byteLength: number; claim?: number | undefined }) => `${byteLength} ${claim}`
  expect(policy.ofType('residentReleased').map(key).sort()).toEqual(policy.skips.map(key).sort())
  expect(policy.ofType('failed')).toEqual([])
  if (budget === undefined) return
  expect(budget.stats()).toMatchObject({ inUseBytes: 0, strayReleases: 0, excessReleases: 0 })
}

/** Law 5: nothing can be done with what has ended, and ending it again does nothing. */
function expectEnded(pagerOf: ColumnPager<AnyColumn>, cell: PagedColumn<AnyColumn>, taken: boolean): void {
  cell.close()
  cell[Symbol.dispose]()
  cell.prefetch()
  expect(cell.closed).toBe(true)
  expect(cell.state).toBe(taken ? 'taken' : 'closed')
  expect(() => pagerOf.take(cell)).toThrow(
    expect.objectContaining({ code: taken ? 'COLUMN_TAKEN' : 'COLUMN_CLOSED', name: 'ColumnPagerError' }),
  )
}
