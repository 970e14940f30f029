// From the rounds of a case to its row, and from the rows to the table and the report.
import { gibPerSecond } from '../clock.js'
import { configurationHash, type Machine } from '../machine.js'
import { median } from '../statistics.js'
import { formatTable, type TableColumn, threeDigits } from '../table.js'
import type { CaseConfiguration } from './arguments.js'
import type { Case } from './case.js'
import type { RoundResult } from './case-runner.js'
import type { ReferenceFigure } from './reference.js'

export interface CaseRow {
  readonly case: string
  readonly verb: Case['verb']
  readonly byteLength: number
  readonly backend: Case['backend']
  readonly codec: Case['codec']
  /** Nothing was cold: no page was swapped out, and reads of what was just written come from memory or a fast cache. */
  readonly warm: true
  readonly storedBytes: number
  readonly operations: number
  /** Microseconds per operation of each round. */
  readonly roundsUs: readonly number[]
  readonly medianUs: number
  /** Of the fastest round. */
  readonly bestUs: number
  readonly gibPerSecond: number
  /** Bytes that reached, and left, scratch segments per operation. */
  readonly bytesWrittenPerOperation: number
  readonly bytesReadPerOperation: number
  readonly reference: ReferenceFigure & { readonly gibPerSecond: number }
  /** Times as fast as the reference with malloc as it comes; below 1 is slower. */
  readonly ratio: number
  readonly configurationHash: string
}

export interface CaseReport {
  readonly bench: 'cases'
  readonly machine: Machine
  readonly configuration: { readonly quick: boolean; readonly rounds: number; readonly roundMs: number }
  readonly rows: readonly CaseRow[]
}

export function caseRow(benchCase: Case, rounds: readonly RoundResult[], hash: string): CaseRow {
  const { name, verb, byteLength, backend, codec, reference } = benchCase
  const sum = (of: (round: RoundResult) => number) => rounds.reduce((total, round) => total + of(round), 0)
  const operations = sum(round => round.operations)
  const roundsUs = rounds.map(round => round.us / round.operations)
  const medianUs = median(roundsUs)
  return {
    case: name,
    verb,
    byteLength,
    backend,
    codec,
    warm: true,
    storedBytes: rounds[0]!.storedBytes,
    operations,
    roundsUs,
    medianUs,
    bestUs: Math.min(...roundsUs),
    gibPerSecond: gibPerSecond(byteLength, medianUs),
    bytesWrittenPerOperation: sum(round => round.bytesWritten) / operations,
    bytesReadPerOperation: sum(round => round.bytesRead) / operations,
    reference: { ...reference, gibPerSecond: gibPerSecond(byteLength, reference.us) },
    ratio: reference.us / medianUs,
    configurationHash: hash,
  }
}

export function caseReport(machine: Machine, configuration: CaseConfiguration, rows: readonly CaseRow[]): CaseReport {
  const { quick, rounds, roundMs } = configuration
  return { bench: 'cases', machine, configuration: { quick, rounds, roundMs }, rows }
}

/** Everything that may change a figure: two rows with the same hash may be compared. */
export function caseConfigurationHash(
  machine: Machine,
  { quick, rounds, roundMs, scratch }: CaseConfiguration,
): string {
  const { cpu, cores, system, node } = machine
  return configurationHash({ quick, rounds, roundMs, scratch, cpu, cores, system, node })
}

const columns: readonly TableColumn<CaseRow>[] = [
  { title: 'case', cell: row => row.case },
  { title: 'us', cell: row => threeDigits(row.medianUs) },
  { title: 'best us', cell: row => threeDigits(row.bestUs) },
  { title: 'GiB/s', cell: row => threeDigits(row.gibPerSecond) },
  { title: 'ref us', cell: row => threeDigits(row.reference.us) },
  { title: 'ref GiB/s', cell: row => threeDigits(row.reference.gibPerSecond) },
  { title: 'times ref', cell: row => threeDigits(row.ratio) },
  { title: 'heap kept us', cell: row => threeDigits(row.reference.heapKeptUs) },
  { title: 'stored', cell: row => row.storedBytes },
  { title: 'written/op', cell: row => Math.round(row.bytesWrittenPerOperation) },
  { title: 'read/op', cell: row => Math.round(row.bytesReadPerOperation) },
  { title: 'config', cell: row => row.configurationHash },
]

export function caseTable(rows: readonly CaseRow[]): string {
  return formatTable(columns, rows)
}
