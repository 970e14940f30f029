// Medians and ratios of pressure runs.
import { expect, test } from 'vitest'
import { describeMachine } from '../src/machine.js'
import { comparedRun, planRuns, ratioRuns } from '../src/pressure/plan.js'
import { pressureMedians, pressureRatios, pressureRow, pressureTable, ratioLines } from '../src/pressure/report.js'
import type { RunResult } from '../src/pressure/run-result.js'

const runs = planRuns(2 ** 32, 2 ** 30)
const machine = describeMachine()

function result(wallSeconds: number, changes: Partial<RunResult> = {}): RunResult {
  return {
    wallSeconds,
    userSeconds: 1,
    systemSeconds: 0.6,
    majorFaults: 3,
    peakRssBytes: 2 ** 27,
    cgroupPeakBytes: 2 ** 27,
    buildSeconds: wallSeconds / 4,
    mergeSeconds: (3 * wallSeconds) / 4,
    verbs: { take: { count: 10, p50Us: 20, p99Us: 90, maxUs: 100 } },
    notes: [],
    ...changes,
  }
}

const row = (name: string, wallSeconds: number, round = 1, changes?: Partial<RunResult>) =>
  pressureRow(runs.find(run => run.name === name)!, round, result(wallSeconds, changes), machine)

test('through is the chains over the wall time, and system time is per GiB moved', () => {
  expect(row(comparedRun, 2)).toMatchObject({
    throughGibPerSecond: 2,
    systemSecondsPerGibMoved: expect.closeTo(0.05),
    threads: 1,
  })
})

test('a run’s figures are the medians of its rounds', () => {
  const rows = [2, 4, 1].map((seconds, i) => row(comparedRun, seconds, i + 1, { majorFaults: i * 10 }))
  expect(pressureMedians(rows)).toEqual([
    expect.objectContaining({
      name: comparedRun,
      rounds: 3,
      throughGibPerSecond: 2,
      minGibPerSecond: 1,
      maxGibPerSecond: 4,
      majorFaults: 10,
      verbs: { take: { p50Us: 20, p99Us: 90, maxUs: 100 } },
    }),
  ])
})

test('a ratio above one means that Spillway is faster', () => {
  const rows = [row(comparedRun, 2), row(ratioRuns.perFile, 20), row(ratioRuns.deviceLimit, 1.8)]
  expect(pressureRatios(pressureMedians(rows))).toEqual({
    perFile: 10,
    kernelSwap: null,
    singleFile: null,
    deviceLimit: expect.closeTo(0.9),
  })
})

test('without the compared run there is no ratio', () => {
  const ratios = pressureRatios(pressureMedians([row(ratioRuns.perFile, 20)]))
  expect(Object.values(ratios)).toEqual([null, null, null, null])
  expect(ratioLines(ratios)).toContain('perFile      not measured')
})

test('the table has a line for each run, with what is not known marked', () => {
  const rows = [row(comparedRun, 2, 1, { cgroupPeakBytes: undefined }), row(ratioRuns.perFile, 20)]
  const [, , first, second] = pressureTable(pressureMedians(rows)).split('\n')
  expect(first).toMatch(
    /^spillway-file\/raw\/incompressible\/1t +1 +2 +2\.\.2 +1 +0\.6 +0\.05 +128 +\? +3 +take 20\/90\/100$/,
  )
  expect(second).toMatch(/^per-file\/raw\/incompressible\/1t +1 +0\.2 /)
})

test('rows of different runs have different hashes, and those of one run the same', () => {
  const hash = (name: string, round: number) => row(name, 1, round).configurationHash
  expect(hash(comparedRun, 1)).toBe(hash(comparedRun, 2))
  expect(hash(comparedRun, 1)).not.toBe(hash(ratioRuns.perFile, 1))
})
