// Where every figure is from: the machine, its load, and what each run was asked to do. Rows with the same hash may be compared.
import { facts, type Html, html, paragraph, table } from '@spillway/report'
import type { CaseReport } from '../cases/case-report.js'
import type { Machine } from '../machine.js'
import type { PressureRuns } from '../pressure/pressure-bench.js'
import type { PressureRow } from '../pressure/report.js'
import { firstRounds } from './contender-style.js'
import type { BenchInputs, Input } from './report-input.js'
import { mib } from './units.js'

export function configurationSection({ cases, pressure, growth }: BenchInputs): Html {
  return html`${paragraph(
    'A hash stands for everything that may change a figure: two runs with the same hash may be compared, others may not.',
  )}
${cases && casesConfiguration(cases)}
${pressure && runsConfiguration('The pressure bench', pressure)}
${growth && runsConfiguration('The growth bench', growth)}`
}

function casesConfiguration({ path, report }: Input<CaseReport>): Html {
  const { quick, rounds, roundMs } = report.configuration
  const hashes = [...new Set(report.rows.map(row => row.configurationHash))]
  return html`<h3>The 24 cases</h3>
${machineFacts(path, report.machine, [
  ['cases', report.rows.length],
  ['rounds', `${rounds}, after one that is thrown away`],
  ['timed work per round', `${roundMs} ms`],
  ['quick', quick ? 'yes' : 'no'],
  ['figures', 'warm'],
  ['configuration', html`<code>${hashes.join(' ')}</code>`],
])}`
}

function runsConfiguration(title: string, input: Input<PressureRuns & { readonly machine: Machine }>): Html {
  const { path, report } = input
  const rounds = Math.max(0, ...report.rows.map(({ round }) => round))
  const made = firstRounds(report.rows)
  return html`<h3>${title}</h3>
${machineFacts(path, report.machine, [
  ['memory cap by', report.cgroup],
  ['rounds', rounds],
])}
${made.length === 0 ? undefined : table(`Runs of ${title.toLowerCase()}`, columns, made)}`
}

function machineFacts(path: string, machine: Machine, more: Parameters<typeof facts>[0]): Html {
  const { cpu, cores, memoryGiB, system, node, loadAtStart, startedAt } = machine
  return facts([
    ['file', html`<code>${path}</code>`],
    ['machine', `${cpu}, ${cores} cores, ${memoryGiB} GiB`],
    ['system', `${system}, Node.js ${node}`],
    ['load before it began', `${loadAtStart.join(', ')} (over 1, 5 and 15 minutes)`],
    ['began', startedAt],
    ...more,
  ])
}

const columns = [
  { title: 'run', cell: (row: PressureRow) => row.name },
  { title: 'data', cell: (row: PressureRow) => row.data },
  { title: 'codec', cell: (row: PressureRow) => row.codec },
  { title: 'threads', numeric: true, cell: (row: PressureRow) => row.threads },
  { title: 'computing ms', numeric: true, cell: (row: PressureRow) => row.computeMs },
  { title: 'chains MiB', numeric: true, cell: (row: PressureRow) => mib(row.chainBytes) },
  { title: 'cap MiB', numeric: true, cell: (row: PressureRow) => mib(row.capBytes) },
  { title: 'configuration', cell: (row: PressureRow) => html`<code>${row.configurationHash}</code>` },
]
