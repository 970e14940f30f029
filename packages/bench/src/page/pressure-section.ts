// Under pressure: how fast each contender merged more data than its memory held, and what that took.
import {
  drawRows,
  figure,
  type Html,
  html,
  missing,
  paragraph,
  type RowChart,
  rowLegend,
  table,
} from '@spillway/report'
import { comparedRun } from '../pressure/plan.js'
import type { PressureMedian, PressureReport } from '../pressure/report.js'
import { firstRounds, groupRuns, type RunGroup, runLabel } from './contender-style.js'
import { notMadeLines } from './not-made.js'
import { figureText, mib } from './units.js'

type Row = PressureReport['rows'][number]

const ratioNames = {
  perFile: 'one file per chunk',
  kernelSwap: 'kernel swap',
  singleFile: 'a single file, by hand',
  deviceLimit: 'the device itself',
} as const satisfies Record<keyof PressureReport['ratios'], string>

export async function pressureSection(report: PressureReport | undefined): Promise<Html> {
  if (report === undefined) {
    return missing(html`No report of the pressure bench was given. <code>pnpm bench:pressure</code> makes one.`)
  }
  const runs = firstRounds(report.rows)
  if (runs.length === 0) return html`${missing('No run of this report was made.')}${notMadeLines(report)}`
  const [{ chainBytes, capBytes }] = runs as [Row]
  return html`${paragraph(
    `${mib(chainBytes)} MiB of chains in a memory cgroup of ${mib(capBytes)} MiB (${report.cgroup}). The job is the same code for everybody; what differs is who keeps the chunks. GiB/s is the bytes of the chains over the wall time; the disk moves three times as much.`,
  )}
${await Promise.all(groupRuns(runs).map(group => throughChart(group, report.medians)))}
${paragraph(html`How many times as fast <code>${comparedRun}</code> is:`)}
${ratioTable(report)}
${table('Medians of each run’s rounds', columns, report.medians)}
${notMadeLines(report)}`
}

function throughChart({ id, title, rows }: RunGroup<Row>, medians: readonly PressureMedian[]): Promise<Html> {
  const measured = rows.map(row => medians.find(({ name }) => name === row.name))
  const only = (wanted: (row: Row) => boolean) => (_: unknown, i: number) => wanted(rows[i]!)
  const values = measured.map(median => median?.throughGibPerSecond)
  const ranges = measured.map(median => median && ([median.minGibPerSecond, median.maxGibPerSecond] as const))
  const series = (name: string, colour: 'blue' | 'grey', wanted: (row: Row) => boolean) => {
    const keep = only(wanted)
    return {
      name,
      colour,
      mark: 'bar' as const,
      values: values.map((value, i) => (keep(value, i) ? value : undefined)),
      ranges: ranges.map((range, i) => (keep(range, i) ? range : undefined)),
    }
  }
  const chart: RowChart = {
    rows: rows.map(runLabel),
    axis: { title: 'GiB/s', format: figureText },
    series: [
      series('Spillway: the median round', 'blue', row => row.contender === 'spillway'),
      series('others', 'grey', row => row.contender !== 'spillway'),
    ],
    rangeName: 'slowest to fastest round',
  }
  return figure({
    id: `pressure-${id}`,
    title: `Throughput, ${title}`,
    note: `Longer is faster.${pacedNote(rows)}`,
    legend: rowLegend(chart),
    draw: drawRows(chart),
  })
}

function pacedNote(rows: readonly Row[]): string {
  const paces = [...new Set(rows.flatMap(({ computeMs }) => (computeMs > 0 ? [computeMs] : [])))]
  if (paces.length === 0) return ''
  return ` Paced runs compute for ${paces.join(' or ')} ms after each chunk, and are not meant to be fast.`
}

function ratioTable({ ratios }: PressureReport): Html {
  const rows = Object.entries(ratioNames).map(([key, name]) => ({ name, ratio: ratios[key as keyof typeof ratios] }))
  return table(
    'Ratios',
    [
      { title: 'times as fast as', cell: row => row.name },
      { title: 'ratio', numeric: true, cell: row => (row.ratio === null ? 'not measured' : figureText(row.ratio)) },
    ],
    rows,
  )
}

const columns = [
  { title: 'run', cell: (row: PressureMedian) => row.name },
  { title: 'rounds', numeric: true, cell: (row: PressureMedian) => row.rounds },
  { title: 'GiB/s', numeric: true, cell: (row: PressureMedian) => figureText(row.throughGibPerSecond) },
  { title: 'user s', numeric: true, cell: (row: PressureMedian) => figureText(row.userSeconds) },
  { title: 'system s', numeric: true, cell: (row: PressureMedian) => figureText(row.systemSeconds) },
  {
    title: 'system s per GiB moved',
    numeric: true,
    cell: (row: PressureMedian) => figureText(row.systemSecondsPerGibMoved),
  },
  { title: 'peak RSS MiB', numeric: true, cell: (row: PressureMedian) => mib(row.peakRssBytes) },
  {
    title: 'cgroup peak MiB',
    numeric: true,
    cell: (row: PressureMedian) => (row.cgroupPeakBytes === undefined ? 'not known' : mib(row.cgroupPeakBytes)),
  },
  { title: 'major faults', numeric: true, cell: (row: PressureMedian) => row.majorFaults },
]
