// Merging young runs while they are in memory, and paging out in their place what lives longer, writes less within the same budget.
import { expect, it } from 'vitest'
import { runJson } from './program.js'

it('the same result with fewer bytes paged out', { timeout: 120_000 }, async () => {
  const slice = ['--rows', '1200000', '--worker-budget-mib', '2', '--shared-budget-mib', '18', '--no-baseline']
  const without = await runJson(...slice)
  const evicting = await runJson(...slice, '--eviction')
  const { rowsOut, checksum, budgetBytes } = without
  expect(evicting).toMatchObject({ code: 0, ok: true, rowsIn: 1_200_000, rowsOut, checksum, budgetBytes })
  expect(evicting.bytesPagedOut).toBeGreaterThan(0)
  expect(evicting.bytesPagedOut).toBeLessThan(0.9 * without.bytesPagedOut)
})
