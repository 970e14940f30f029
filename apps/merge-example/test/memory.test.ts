// Peak memory is the budget, what the process used before it read anything, and a constant that README.md explains: whatever the data is.
import { describe, expect, it } from 'vitest'
import { runJson } from './program.js'

const MIB = 2 ** 20
const CONSTANT_BYTES = 96 * MIB

describe('all flights with a budget of 64 MiB', () => {
  it('stay within the budget, what was used before reading, and the constant', async () => {
    const run = await runJson('--worker-budget-mib', '8', '--shared-budget-mib', '56')
    expect(run).toMatchObject({ code: 0, ok: true, rowsIn: 3_000_000, rowsOut: 2_999_809, budgetBytes: 64 * MIB })
    expect(run.bytesIn).toBeGreaterThan(128 * MIB)
    expect(run.bytesPagedOut).toBeGreaterThan(64 * MIB)
    expect(run.peakRssBytes).toBeLessThanOrEqual(64 * MIB + run.rssBeforeReadingBytes + CONSTANT_BYTES)
  })
})
