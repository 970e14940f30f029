// The whole matrix on all three million flights, twice over, and the reference's published sums.
import { describe, expect, it } from 'vitest'
import { runJson } from './program.js'

describe('all flights', () => {
  it('come to the same result in every configuration', async () => {
    const resident = await runJson('--no-paging')
    expect(resident).toMatchObject({ code: 0, ok: true, rowsIn: 3_000_000, rowsOut: 2_999_809 })
    for (const backend of ['swap', 'file']) {
      for (const codec of ['none', 'lz4']) {
        for (const threads of ['1', '2', '3']) {
          const run = await runJson('--backend', backend, '--codec', codec, '--threads', threads)
          expect(run).toMatchObject({ code: 0, ok: true, rowsOut: resident.rowsOut, checksum: resident.checksum })
        }
      }
    }
  })

  it('take no more memory when there are four times as many', async () => {
    const budget = ['--worker-budget-mib', '8', '--shared-budget-mib', '24']
    const once = await runJson(...budget)
    const four = await runJson(...budget, '--scale', '4')
    expect(four).toMatchObject({ code: 0, ok: true, rowsIn: 12_000_000, rowsOut: 4 * once.rowsOut })
    expect(four.peakRssBytes).toBeLessThan(once.peakRssBytes + 32 * 2 ** 20)
  })
})

describe('the synthetic chains', () => {
  it.each([
    ['512', '2199014866944'],
    ['1024', '4398029733888'],
  ])('of %s MiB sum up to what the reference prints', async (chainMib, sink) => {
    const run = await runJson('--input', 'synthetic', '--chain-mib', chainMib)
    expect(run).toMatchObject({ code: 0, ok: true, sink })
  })
})
