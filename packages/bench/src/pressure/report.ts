// From runs to rows, from rows to medians and ratios, and from those to tables and JSON.
import { configurationHash, type Machine } from '../machine.js'
import { median } from '../statistics.js'
import { formatTable, type TableColumn, threeDigits } from '../table.js'
import { comparedRun, type PressureRun, ratioRuns } from './plan.js'
import type { PressureRuns } from './pressure-bench.js'
import type { RunResult } from './run-result.js'

/** One run with everything that it was asked to do. */
export interface PressureRow extends PressureRun, RunResult {
  readonly round: number
  /** Bytes of all chains over the wall time, as the reference counts. */
  readonly throughGibPerSecond: number
  /** Of the bytes that were handed over and taken back: three times the chains. */
  readonly systemSecondsPerGibMoved: number
  readonly configurationHash: string
}

/** The medians of one run's rounds. */
export interface PressureMedian {
  readonly name: string
  readonly rounds: number
  readonly throughGibPerSecond: number
  readonly minGibPerSecond: number
  readonly maxGibPerSecond: number
  readonly userSeconds: number
  readonly systemSeconds: number
  readonly systemSecondsPerGibMoved: number
  readonly peakRssBytes: number
  readonly cgroupPeakBytes?: number | undefined
  readonly majorFaults: number
  readonly verbs: Readonly<Record<string, { readonly p50Us: number; readonly p99Us: number; readonly maxUs: number }>>
}

export interface Failure {
  readonly name: string
  readonly round: number
  readonly message: string
}

/** A run that this machine does not allow. */
export interface NotMade {
  readonly name: string
  readonly reason: string
}

/** How many times as fast the one-thread raw `file` run is; null where one of the two was not made. */
export type Ratios = Readonly<Record<keyof typeof ratioRuns, number | null>>

export interface PressureReport extends PressureRuns {
  readonly bench: 'pressure'
  readonly machine: Machine
  readonly medians: readonly PressureMedian[]
  readonly ratios: Ratios
}

const gib = 2 ** 30

export function pressureRow(run: PressureRun, round: number, result: RunResult, machine: Machine): PressureRow {
  const { cpu, cores, system, node } = machine
  return {
    ...run,
    round,
    throughGibPerSecond: run.chainBytes / gib / result.wallSeconds,
    systemSecondsPerGibMoved: result.systemSeconds / ((3 * run.chainBytes) / gib),
    ...result,
    configurationHash: configurationHash({ ...run, cpu, cores, system, node }),
  }
}

export function pressureReport(machine: Machine, { cgroup, rows, failures, notMade }: PressureRuns): PressureReport {
  const medians = pressureMedians(rows)
  return { bench: 'pressure', machine, cgroup, rows, medians, ratios: pressureRatios(medians), failures, notMade }
}

export function pressureMedians(rows: readonly PressureRow[]): readonly PressureMedian[] {
  const names = [...new Set(rows.map(row => row.name))]
  return names.map(name =>
    medianOf(
      name,
      rows.filter(row => row.name === name),
    ),
  )
}

function medianOf(name: string, rows: readonly PressureRow[]): PressureMedian {
  const middle = (of: (row: PressureRow) => number) => median(rows.map(of))
  const through = rows.map(row => row.throughGibPerSecond)
  const peaks = rows.flatMap(row => row.cgroupPeakBytes ?? [])
  return {
    name,
    rounds: rows.length,
    throughGibPerSecond: median(through),
    minGibPerSecond: Math.min(...through),
    maxGibPerSecond: Math.max(...through),
    userSeconds: middle(row => row.userSeconds),
    systemSeconds: middle(row => row.systemSeconds),
    systemSecondsPerGibMoved: middle(row => row.systemSecondsPerGibMoved),
    peakRssBytes: middle(row => row.peakRssBytes),
    cgroupPeakBytes: peaks.length === 0 ? undefined : median(peaks),
    majorFaults: middle(row => row.majorFaults),
    verbs: Object.fromEntries(
      Object.keys(rows[0]!.verbs).map(verb => [
        verb,
        {
          p50Us: middle(row => row.verbs[verb]!.p50Us),
          p99Us: middle(row => row.verbs[verb]!.p99Us),
          maxUs: middle(row => row.verbs[verb]!.maxUs),
        },
      ]),
    ),
  }
}

export function pressureRatios(medians: readonly PressureMedian[]): Ratios {
  const speed = (name: string) => medians.find(entry => entry.name === name)?.throughGibPerSecond
  const compared = speed(comparedRun)
  const ratio = (name: string) => {
    const other = speed(name)
    return compared === undefined || other === undefined ? null : compared / other
  }
  return {
    perFile: ratio(ratioRuns.perFile),
    kernelSwap: ratio(ratioRuns.kernelSwap),
    singleFile: ratio(ratioRuns.singleFile),
    deviceLimit: ratio(ratioRuns.deviceLimit),
  }
}

const mib = (bytes: number | undefined) => (bytes === undefined ? '?' : Math.round(bytes / 2 ** 20))

const columns: readonly TableColumn<PressureMedian>[] = [
  { title: 'run', cell: row => row.name },
  { title: 'n', cell: row => row.rounds },
  { title: 'GiB/s', cell: row => threeDigits(row.throughGibPerSecond) },
  { title: 'min..max', cell: row => `${threeDigits(row.minGibPerSecond)}..${threeDigits(row.maxGibPerSecond)}` },
  { title: 'user s', cell: row => threeDigits(row.userSeconds) },
  { title: 'sys s', cell: row => threeDigits(row.systemSeconds) },
  { title: 'sys s/GiB', cell: row => threeDigits(row.systemSecondsPerGibMoved) },
  { title: 'peak RSS MiB', cell: row => mib(row.peakRssBytes) },
  { title: 'cgroup MiB', cell: row => mib(row.cgroupPeakBytes) },
  { title: 'major faults', cell: row => row.majorFaults },
  { title: 'verb p50/p99/max us', cell: row => Object.entries(row.verbs).map(verbCell).join(', ') },
]

function verbCell([verb, { p50Us, p99Us, maxUs }]: [string, PressureMedian['verbs'][string]]): string {
  return `${verb} ${[p50Us, p99Us, maxUs].map(threeDigits).join('/')}`
}

export function pressureTable(medians: readonly PressureMedian[]): string {
  return formatTable(columns, medians)
}

export function ratioLines(ratios: Ratios): string {
  const lines = Object.entries(ratios).map(
    ([name, ratio]) => `  ${name.padEnd(12)} ${ratio === null ? 'not measured' : threeDigits(ratio)}`,
  )
  return [`${comparedRun}, times as fast as`, ...lines].join('\n')
}
