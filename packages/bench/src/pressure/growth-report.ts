// What a GiB costs as the working set outgrows memory: from the rows of a growth bench to its costs, its table and its JSON.
import type { Machine } from '../machine.js'
import { median } from '../statistics.js'
import { formatTable, type TableColumn, threeDigits } from '../table.js'
import type { PressureRuns } from './pressure-bench.js'
import type { PressureRow } from './report.js'

/** The medians of one run's rounds, per GiB of its working set: which is built once, taken once, and put away twice. */
export interface GrowthCost {
  readonly name: string
  readonly contender: string
  /** The working set, in memory caps. */
  readonly factor: number
  readonly rounds: number
  readonly secondsPerGib: number
  readonly minSecondsPerGib: number
  readonly maxSecondsPerGib: number
  /** User and system time of the process. What kernel threads do for it is not in it. */
  readonly cpuSecondsPerGib: number
  readonly majorFaults: number
  readonly configurationHash: string
}

export interface GrowthReport extends PressureRuns {
  readonly bench: 'growth'
  readonly machine: Machine
  readonly costs: readonly GrowthCost[]
}

const gib = 2 ** 30

export function growthReport(machine: Machine, runs: PressureRuns): GrowthReport {
  const { cgroup, rows, failures, notMade } = runs
  return { bench: 'growth', machine, cgroup, rows, costs: growthCosts(rows), failures, notMade }
}

export function growthCosts(rows: readonly PressureRow[]): readonly GrowthCost[] {
  const names = [...new Set(rows.map(row => row.name))]
  return names.map(name => costOf(rows.filter(row => row.name === name)))
}

function costOf(rows: readonly PressureRow[]): GrowthCost {
  const [{ name, chainBytes, capBytes, configurationHash }] = rows as [PressureRow]
  const perGib = (seconds: number) => seconds / (chainBytes / gib)
  const wall = rows.map(row => perGib(row.wallSeconds))
  return {
    name,
    contender: name.split('/')[0]!,
    factor: chainBytes / capBytes,
    rounds: rows.length,
    secondsPerGib: median(wall),
    minSecondsPerGib: Math.min(...wall),
    maxSecondsPerGib: Math.max(...wall),
    cpuSecondsPerGib: median(rows.map(row => perGib(row.userSeconds + row.systemSeconds))),
    majorFaults: median(rows.map(row => row.majorFaults)),
    configurationHash,
  }
}

const columns: readonly TableColumn<GrowthCost>[] = [
  { title: 'run', cell: cost => cost.name },
  { title: 'n', cell: cost => cost.rounds },
  { title: 'set/cap', cell: cost => cost.factor },
  { title: 's/GiB', cell: cost => threeDigits(cost.secondsPerGib) },
  { title: 'min..max', cell: cost => `${threeDigits(cost.minSecondsPerGib)}..${threeDigits(cost.maxSecondsPerGib)}` },
  { title: 'CPU s/GiB', cell: cost => threeDigits(cost.cpuSecondsPerGib) },
  { title: 'major faults', cell: cost => cost.majorFaults },
  { title: 'config', cell: cost => cost.configurationHash },
]

export function growthTable(costs: readonly GrowthCost[]): string {
  return formatTable(columns, costs)
}
