// The 24 cases: throughput by size, backend and codec, beside the reference's.
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
import type { CaseReport, CaseRow } from '../cases/case-report.js'
import { gibPerSecond } from '../clock.js'
import { figureText, sizeText } from './units.js'

const verbs = {
  rt: 'Round trips: page, take, and give the memory back',
  loop: 'Loops: push every row, page, close',
} as const

export async function casesSection(report: CaseReport | undefined): Promise<Html> {
  if (report === undefined) {
    return missing(html`No report of the 24 cases was given. <code>pnpm turbo bench</code> makes one.`)
  }
  const charts = (['rt', 'loop'] as const).map(verb => verbChart(verb, report.rows))
  return html`${paragraph(
    html`Columns of 64-bit integers through <code>ColumnPager</code>, a policy that pages everything, and the native pager.
<strong>All figures are warm</strong>: swap is memory that was never swapped out, file is a disk with nothing else to do.
The reference's figures were measured once, on another machine.`,
  )}
${quickNote(report)}
${await Promise.all(charts)}
${table('The 24 cases, warm', columns, report.rows)}`
}

function quickNote({ configuration }: CaseReport): Html | undefined {
  return configuration.quick
    ? missing('This was a quick run: it shows that the bench works, and no figures.')
    : undefined
}

async function verbChart(verb: CaseRow['verb'], all: readonly CaseRow[]): Promise<Html> {
  const rows = all.filter(row => row.verb === verb)
  if (rows.length === 0) return missing(`${verbs[verb]}: no such case was measured.`)
  const chart: RowChart = {
    rows: rows.map(({ byteLength, backend, codec }) => {
      return `${sizeText(byteLength)}, ${backend === 'swap' ? 'swap-warm' : 'file'}, ${codec === 'none' ? 'raw' : codec}`
    }),
    axis: { title: 'GiB/s, each line ten times the one before', log: true, format: figureText },
    series: [
      {
        name: 'Spillway, warm: the median round',
        colour: 'blue',
        mark: 'dot',
        values: rows.map(row => row.gibPerSecond),
        ranges: rows.map(({ byteLength, roundsUs }) => [
          gibPerSecond(byteLength, Math.max(...roundsUs)),
          gibPerSecond(byteLength, Math.min(...roundsUs)),
        ]),
      },
      {
        name: 'the reference, memory allocator as it comes',
        colour: 'orange',
        mark: 'diamond',
        values: rows.map(row => row.reference.gibPerSecond),
      },
      {
        name: 'the reference, allocator that keeps freed memory',
        colour: 'grey',
        mark: 'triangle',
        values: rows.map(({ byteLength, reference }) => gibPerSecond(byteLength, reference.heapKeptUs)),
      },
    ],
    rangeName: 'slowest to fastest round',
  }
  const note = 'By size, backend and codec. Further right is faster.'
  return figure({
    id: `cases-${verb}`,
    title: `${verbs[verb]} (warm)`,
    note,
    legend: rowLegend(chart),
    draw: drawRows(chart),
  })
}

const columns = [
  { title: 'case', cell: (row: CaseRow) => row.case },
  { title: 'us, warm', numeric: true, cell: (row: CaseRow) => figureText(row.medianUs) },
  { title: 'best us', numeric: true, cell: (row: CaseRow) => figureText(row.bestUs) },
  { title: 'GiB/s', numeric: true, cell: (row: CaseRow) => figureText(row.gibPerSecond) },
  { title: 'reference us', numeric: true, cell: (row: CaseRow) => figureText(row.reference.us) },
  { title: 'heap kept us', numeric: true, cell: (row: CaseRow) => figureText(row.reference.heapKeptUs) },
  { title: 'times the reference', numeric: true, cell: (row: CaseRow) => figureText(row.ratio) },
  { title: 'operations', numeric: true, cell: (row: CaseRow) => row.operations },
  { title: 'configuration', cell: (row: CaseRow) => html`<code>${row.configurationHash}</code>` },
]
