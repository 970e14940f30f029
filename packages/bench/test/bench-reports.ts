// Reports for tests of the page, made by the bench's own functions from made-up measurements: what the page gets here is what it would
// get from the benches.
import { allCases } from '../src/cases/case.js'
import { type CaseReport, caseReport, caseRow } from '../src/cases/case-report.js'
import { verbLatency } from '../src/contenders/verb-clock.js'
import type { Machine } from '../src/machine.js'
import { type GrowthReport, growthReport } from '../src/pressure/growth-report.js'
import { needsSwap, type PressureRun, planGrowth, planRuns } from '../src/pressure/plan.js'
import { type PressureReport, pressureReport, pressureRow } from '../src/pressure/report.js'
import type { RunResult } from '../src/pressure/run-result.js'
import { formatReport } from '../src/report-file.js'

export const machine: Machine = {
  cpu: 'AMD EPYC',
  cores: 2,
  memoryGiB: 24,
  system: 'Linux 6.1 x64',
  node: 'v20.19.0',
  loadAtStart: [0.1, 0.2, 0.3],
  startedAt: '2026-11-25T22:00:00.000Z',
}

/** The same every time, from 0 to 1. */
function* noise(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    yield state / 2 ** 31
  }
}

/** As a file would give it back: what is undefined is absent. */
const reread = <Report extends object>(report: Report) => JSON.parse(formatReport(report)) as Report

export function casesFixture(): CaseReport {
  const rows = allCases().map((benchCase, i) => {
    const us = benchCase.reference.us / (0.4 + (i % 7))
    const rounds = [1, 1.3, 0.9].map(factor => ({
      operations: 1000,
      us: 1000 * us * factor,
      storedBytes: 4112,
      bytesWritten: 0,
      bytesRead: 0,
    }))
    return caseRow(benchCase, rounds, '0a1b2c3d')
  })
  const configuration = { cases: allCases(), quick: false, rounds: 3, roundMs: 60, json: undefined, scratch: undefined }
  return reread(caseReport(machine, configuration, rows))
}

/** Spillway fast, the kernel slow, everybody slower with more data. */
function resultOf(run: PressureRun, round: number): RunResult {
  const slowness = { spillway: 1, 'single-file': 1.6, 'per-file': 6, 'kernel-swap': 11, 'device-limit': 0.9 }
  const gib = run.chainBytes / 2 ** 30
  const wallSeconds =
    gib * slowness[run.contender] * (1 + round / 20) * (1 + Math.log2(run.chainBytes / run.capBytes) / 10)
  const random = noise(round * 1000 + run.name.length)
  const next = () => random.next().value as number
  const samples = (base: number) =>
    Array.from({ length: 600 }, () => base * slowness[run.contender] * (1 + 40 * next() ** 12))
  const seconds = Array.from({ length: 60 }, (_, i) => (i / 59) * wallSeconds)
  const share = Math.min(1, slowness[run.contender] / 8)
  const rssBytes = seconds.map((_, i) =>
    Math.round(6e7 + share * 0.9 * run.capBytes * Math.min(1, i / 20) * (0.9 + next() / 10)),
  )
  const device = run.contender === 'device-limit'
  return {
    wallSeconds,
    userSeconds: wallSeconds / 3,
    systemSeconds: wallSeconds / 6,
    majorFaults: needsSwap(run) ? 131_072 : 3,
    peakRssBytes: Math.max(...rssBytes),
    cgroupPeakBytes: Math.round(1.05 * Math.max(...rssBytes)),
    memory: { seconds, rssBytes, cgroupBytes: rssBytes.map(bytes => Math.round(1.05 * bytes)) },
    buildSeconds: wallSeconds / 4,
    mergeSeconds: (3 * wallSeconds) / 4,
    verbs: {
      [device ? 'write' : 'pageout']: verbLatency(samples(12)),
      [device ? 'read' : 'take']: verbLatency(samples(60)),
    },
    notes: [],
  }
}

function rowsOf(runs: readonly PressureRun[], change: (result: RunResult) => RunResult) {
  return [1, 2, 3].flatMap(round => runs.map(run => pressureRow(run, round, change(resultOf(run, round)), machine)))
}

const asItIs = (result: RunResult) => result

export function pressureFixture(change: (result: RunResult) => RunResult = asItIs): PressureReport {
  const rows = rowsOf(planRuns(2 ** 32, 2 ** 30), change)
  return reread(pressureReport(machine, { cgroup: 'cgroup v1', rows, failures: [], notMade: [] }))
}

export function growthFixture(change: (result: RunResult) => RunResult = asItIs): GrowthReport {
  const rows = rowsOf(planGrowth(2 ** 28), change)
  return reread(growthReport(machine, { cgroup: 'cgroup v1', rows, failures: [], notMade: [] }))
}

/** What benches wrote before memory over time and distributions were kept. */
export function asBefore({ memory: _, verbs, ...result }: RunResult): RunResult {
  const withoutHistogram = Object.entries(verbs).map(
    ([verb, { histogram: _h, ...latency }]) => [verb, latency] as const,
  )
  return { ...result, verbs: Object.fromEntries(withoutHistogram) }
}
