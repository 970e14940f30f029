// The laws for the policies that column-pager itself may not know: what comes back is what went, every claim comes back once, and at rest
// the budget is whole, with a column pager that evicts and one that does not.
import { Column, columnBytes, option, tuple, u64, utf8 } from '@spillway/column'
import { ColumnPager } from '@spillway/column-pager'
import { createPager } from '@spillway/pager-native'
import { type PagingPolicy, SharedBudget, TieredPolicy } from '@spillway/policy'
import { AdaptiveCodecPolicy } from '@spillway/policy-adaptive-codec'
import { MemoryGovernor, PressurePolicy } from '@spillway/policy-pressure'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const Row = tuple(utf8, option(u64))
const capacityBytes = 4000

const policies: readonly (readonly [string, (budget: SharedBudget) => PagingPolicy])[] = [
  ['PressurePolicy', budget => new PressurePolicy(MemoryGovernor.create(budget))],
  ['AdaptiveCodecPolicy', budget => new AdaptiveCodecPolicy(new TieredPolicy(budget))],
  [
    'AdaptiveCodecPolicy of PressurePolicy',
    budget => new AdaptiveCodecPolicy(new PressurePolicy(MemoryGovernor.create(budget))),
  ],
]

const row = fc.tuple(fc.string({ maxLength: 40 }), fc.option(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })))
const plan = fc.array(
  fc.record({ rows: fc.array(row, { maxLength: 60 }), order: fc.nat(), takes: fc.boolean(), generation: fc.nat(5) }),
  { minLength: 1, maxLength: 12 },
)

function bodyOf(column: Column<typeof Row>): Uint8Array {
  const body = new Uint8Array(column.byteLength)
  column.writeInto(body)
  return body
}

describe.each(policies)('%s', (_, create) => {
  describe.each(['file', 'swap'] as const)('%s', backend => {
    test.each([undefined, {}])('eviction %j', eviction => {
      fc.assert(
        fc.property(plan, steps => {
          using pager = createPager()
          const budget = SharedBudget.create({ workerBytes: 1000, sharedBytes: capacityBytes - 1000, backend })
          const columns = new ColumnPager({ pager, policy: create(budget), container: columnBytes(Row), eviction })
          const cells = steps.map(({ rows, generation, ...step }) => {
            const column = new Column(Row)
            for (const each of rows) column.push(each)
            const expected = bodyOf(column)
            return { ...step, expected, paged: columns.page(column, { generation }) }
          })
          const keptBytes = cells
            .filter(({ paged }) => paged.state === 'resident')
            .reduce((sum, { paged }) => sum + paged.byteLength, 0)
          expect(budget.inUseBytes).toBe(keptBytes)
          for (const { paged, takes, expected } of cells.sort((a, b) => a.order - b.order)) {
            if (takes) expect(Buffer.compare(bodyOf(columns.take(paged)), expected)).toBe(0)
            else paged.close()
            expect(() => columns.take(paged)).toThrow(
              expect.objectContaining({ code: takes ? 'COLUMN_TAKEN' : 'COLUMN_CLOSED' }),
            )
          }
          const { inUseBytes, availableBytes, strayReleases, excessReleases } = budget.stats()
          expect({ inUseBytes, strayReleases, excessReleases }).toEqual({
            inUseBytes: 0,
            strayReleases: 0,
            excessReleases: 0,
          })
          expect(availableBytes).toBe(budget.capacityBytes)
          expect(pager.stats().liveHandles).toBe(0)
        }),
        { numRuns: 15 },
      )
    })
  })
})
