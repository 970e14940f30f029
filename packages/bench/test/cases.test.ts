// The cases are the reference's, and rows say truly how they compare.
import { describe, expect, test } from 'vitest'
import { allCases } from '../src/cases/case.js'
import { caseConfigurationHash, caseRow, caseTable } from '../src/cases/case-report.js'
import { referenceFigure } from '../src/cases/reference.js'
import { describeMachine } from '../src/machine.js'

const round = { operations: 100, us: 32, storedBytes: 4112, bytesWritten: 0, bytesRead: 0 }
const [first] = allCases()

test('there are 24 cases, each once, each with a figure of the reference', () => {
  const cases = allCases()
  expect(new Set(cases.map(({ name }) => name)).size).toBe(24)
  for (const { reference, rowCount, byteLength } of cases) {
    expect(reference.us).toBeGreaterThan(0)
    expect(rowCount * 8).toBe(byteLength)
  }
})

test('a case that the reference does not have is a mistake', () => {
  expect(() => referenceFigure('rt/8KiB/file/raw')).toThrow(RangeError)
})

describe('a row', () => {
  test('of 0.32 us at 4 KiB is as fast as the reference, at its 12 GiB/s', () => {
    expect(first!.name).toBe('rt/4KiB/swap-warm/raw')
    const row = caseRow(first!, [round, round, round], 'hash')
    expect(row.medianUs).toBeCloseTo(0.32)
    expect(row.ratio).toBeCloseTo(1)
    expect(row.gibPerSecond).toBeCloseTo(11.92, 1)
    expect(row.gibPerSecond).toBeCloseTo(row.reference.gibPerSecond)
  })

  test('twice as slow has half the ratio, and half the throughput', () => {
    const slow = caseRow(first!, [{ ...round, us: 64 }], 'hash')
    expect(slow.ratio).toBeCloseTo(0.5)
    expect(slow.gibPerSecond).toBeCloseTo(5.96, 1)
  })

  test('is the median of its rounds, and shows all of them and the disk traffic', () => {
    const rounds = [30, 1000, 32].map(us => ({ ...round, us, bytesWritten: 4096 * 50 }))
    const row = caseRow(first!, rounds, 'hash')
    expect(row.medianUs).toBeCloseTo(0.32)
    expect(row.roundsUs).toEqual([0.3, 10, 0.32])
    expect(row).toMatchObject({
      bestUs: 0.3,
      operations: 300,
      bytesWrittenPerOperation: 2048,
      bytesReadPerOperation: 0,
    })
  })

  test('stands in the table with its name, its ratio and its hash', () => {
    const table = caseTable([caseRow(first!, [round], 'abcd1234')])
    expect(table).toMatch(/rt\/4KiB\/swap-warm\/raw +0\.32 +0\.32 +11\.9 +0\.32 +11\.9 +1 +0\.31 .* abcd1234$/)
  })
})

test('the hash changes with everything that may change a figure', () => {
  const machine = describeMachine()
  const configuration = { cases: [], quick: false, rounds: 7, roundMs: 60, json: undefined, scratch: undefined }
  const hash = caseConfigurationHash(machine, configuration)
  expect(hash).toMatch(/^[0-9a-f]{8}$/)
  expect(caseConfigurationHash({ ...machine, startedAt: 'later', loadAtStart: [9] }, configuration)).toBe(hash)
  expect(caseConfigurationHash(machine, { ...configuration, json: 'elsewhere' })).toBe(hash)
  expect(caseConfigurationHash({ ...machine, node: 'v99' }, configuration)).not.toBe(hash)
  expect(caseConfigurationHash(machine, { ...configuration, rounds: 2 })).not.toBe(hash)
  expect(caseConfigurationHash(machine, { ...configuration, scratch: '/elsewhere' })).not.toBe(hash)
})
