import { describe, expect, it } from 'vitest'
import { chainSum } from '../src/synthetic-chunk.js'
import { runJson } from './program.js'

const MIB = 2 ** 20

describe('the synthetic chains', () => {
  it.each([
    ['file', 'none', 1],
    ['swap', 'none', 2],
    ['file', 'lz4', 2],
    ['swap', 'lz4', 1],
  ])('have the sum that their words have, on %s, %s, with %i threads', async (backend, codec, threads) => {
    const run = await runJson(
      ...['--input', 'synthetic', '--chain-mib', '16', '--worker-budget-mib', '3', '--shared-budget-mib', '2'],
      ...['--backend', backend, '--codec', codec, '--threads', String(threads)],
    )
    const bytes = 2 * threads * 16 * MIB
    expect(run).toMatchObject({
      code: 0,
      ok: true,
      input: 'synthetic',
      rowsIn: bytes / 8,
      rowsOut: bytes / 8,
      sink: String(2n * BigInt(threads) * chainSum(8)),
    })
    expect(Object.keys(run.phases)).toEqual(['buildA', 'buildB', 'merge'])
    expect(run.throughGiBPerSecond).toBeCloseTo(bytes / 2 ** 30 / run.wallSeconds)
    // All of it goes out twice, but for what the budget holds.
    expect(run.bytesPagedOut).toBeGreaterThanOrEqual(2 * bytes - 16 * MIB)
    expect(run.bytesPagedOut).toBeLessThan(2 * bytes)
  })

  it('notice chunks that are lost, and fail', async () => {
    const run = await runJson('--input', 'synthetic', '--chain-mib', '4', '--lose-row')
    expect(run).toMatchObject({ code: 1, ok: false })
  })
})
