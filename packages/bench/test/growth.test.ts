// The growth bench: which runs it makes, and what a GiB costs in them.
import { expect, test } from 'vitest'
import { type PressureConfiguration, parsePressureArguments } from '../src/pressure/arguments.js'
import { growthCosts, growthTable } from '../src/pressure/growth-report.js'
import { growthFactors, planGrowth, planRuns } from '../src/pressure/plan.js'
import { UsageError } from '../src/usage-error.js'
import { growthFixture } from './bench-reports.js'

const parse = (...argv: string[]) => parsePressureArguments(argv, {}) as PressureConfiguration

test('every contender of the comparison meets every working set, in the same memory', () => {
  const runs = planGrowth(2 ** 28)
  const compared = planRuns(2 ** 32, 2 ** 30).filter(run =>
    /^(?!spillway-swap).*\/raw\/incompressible\/1t$/.test(run.name),
  )
  expect(compared).toHaveLength(5)
  for (const { name, chainBytes: _, capBytes: _c, ...job } of compared) {
    for (const factor of growthFactors) {
      const expected = { ...job, name: `${name}/${factor}x`, chainBytes: factor * 2 ** 28, capBytes: 2 ** 28 }
      expect(runs).toContainEqual(expected)
    }
  }
  expect(runs).toHaveLength(5 * 4)
})

test('--growth plans them, in 256 MiB, or 128 to be quick', () => {
  expect(parse('--growth')).toMatchObject({ bench: 'growth', rounds: 3, runs: planGrowth(2 ** 28) })
  expect(parse('--growth', '--quick')).toMatchObject({ rounds: 1, runs: planGrowth(2 ** 27) })
  expect(parse('--growth', '--cap-mib', '136', '--only', 'per-file').runs).toEqual(
    planGrowth(136 * 2 ** 20).filter(({ name }) => name.startsWith('per-file')),
  )
  expect(parse().bench).toBe('pressure')
})

test.each([[['--growth', '--chain-mib', '512']], [['--growth', '--cap-mib', '129']]])('%j is refused', argv => {
  expect(() => parse(...argv)).toThrow(UsageError)
})

test('a cost is the median of the rounds, per GiB of the working set', () => {
  const rows = growthFixture()
    .rows.filter(({ name }) => name === 'per-file/raw/incompressible/1t/2x')
    .map((row, i) => ({ ...row, wallSeconds: [3, 8, 4][i]!, userSeconds: [1, 2, 1.5][i]!, systemSeconds: 0.5 }))
  const [cost, ...others] = growthCosts(rows)
  expect(others).toEqual([])
  expect(cost).toMatchObject({
    contender: 'per-file',
    factor: 2,
    rounds: 3,
    secondsPerGib: 8,
    minSecondsPerGib: 6,
    maxSecondsPerGib: 16,
    cpuSecondsPerGib: 4,
  })
  expect(growthTable([cost!])).toMatch(/per-file\/raw\/incompressible\/1t\/2x +3 +2 +8 +6\.\.16 +4 /)
})
