// How long the verbs take on the thread that calls them: not one figure, but how rare the slow calls are.
import {
  drawLines,
  figure,
  type Html,
  html,
  type LineChart,
  lineLegend,
  missing,
  paragraph,
  table,
} from '@spillway/report'
import { addHistograms, type LatencyHistogram, slowestCalls } from '../latency-histogram.js'
import type { PressureReport, PressureRow } from '../pressure/report.js'
import { firstRounds, groupRuns, type RunGroup, runColour, runLabel, runStroke } from './contender-style.js'
import { countText, durationText, figureText } from './units.js'

/** What a device's transfers are called, beside what they are compared with. */
const pairs = [
  { id: 'pageout', title: 'Page out', verbs: ['pageout', 'write'] },
  { id: 'take', title: 'Take', verbs: ['take', 'read'] },
] as const

export async function latencySection(report: PressureReport | undefined): Promise<Html> {
  if (report === undefined) {
    return missing('Latencies are in the report of the pressure bench, which was not given.')
  }
  if (report.rows.length === 0) return missing('No run of the pressure report was made.')
  const charts = groupRuns(firstRounds(report.rows)).flatMap(group =>
    pairs.map(pair => latencyChart(group, pair, report.rows)),
  )
  return html`${paragraph(
    'Each line goes from the median call at the left to the slowest at the right: at 100, one call in a hundred took at least that long. All rounds together. Chunks of 2 MiB. Of the device itself, a call is one transfer among four at once. Kernel swap pays when memory is touched, which is between these calls.',
  )}
${await Promise.all(charts)}
${table('Medians of each run’s rounds', columns, latencyRows(report))}`
}

function latencyChart(
  { id, title, rows }: RunGroup<PressureRow>,
  pair: (typeof pairs)[number],
  all: readonly PressureRow[],
): Promise<Html> | Html {
  const name = `${pair.title}, ${title}`
  const lines = rows.flatMap(row => {
    const histogram = histogramOf(row.name, pair.verbs, all)
    if (histogram === undefined) return []
    const points = slowestCalls(histogram).map(({ oneIn, us }) => [oneIn, us] as const)
    // From the median on. The last of the points before it says how high the line begins.
    const start = points.findLastIndex(([oneIn]) => oneIn <= 2)
    const shown = points.slice(start).map(([oneIn, us]) => [Math.max(2, oneIn), us] as const)
    return [{ name: runLabel(row), colour: runColour(row), ...runStroke(row), points: shown }]
  })
  if (lines.length === 0) {
    return missing(`${name}: these runs have no distribution; the report was written before it was kept.`)
  }
  const chart: LineChart = {
    x: { title: 'one call in', log: true, format: countText, min: 2 },
    y: { log: true, format: durationText },
    lines,
  }
  return figure({
    id: `latency-${pair.id}-${id}`,
    title: name,
    unit: 'time of a call, on the calling thread',
    legend: lineLegend(chart),
    draw: drawLines(chart),
  })
}

function histogramOf(
  name: string,
  verbs: readonly string[],
  rows: readonly PressureRow[],
): LatencyHistogram | undefined {
  const histograms = rows
    .filter(row => row.name === name)
    .flatMap(row => verbs.flatMap(verb => row.verbs[verb]?.histogram ?? []))
  return histograms.length === 0 ? undefined : addHistograms(histograms)
}

interface LatencyRow {
  readonly name: string
  readonly verb: string
  readonly p50Us: number
  readonly p99Us: number
  readonly maxUs: number
}

function latencyRows({ medians }: PressureReport): readonly LatencyRow[] {
  return medians.flatMap(({ name, verbs }) =>
    Object.entries(verbs).map(([verb, figures]) => ({ name, verb, ...figures })),
  )
}

const columns = [
  { title: 'run', cell: (row: LatencyRow) => row.name },
  { title: 'verb', cell: (row: LatencyRow) => row.verb },
  { title: 'p50 us', numeric: true, cell: (row: LatencyRow) => figureText(row.p50Us) },
  { title: 'p99 us', numeric: true, cell: (row: LatencyRow) => figureText(row.p99Us) },
  { title: 'slowest us', numeric: true, cell: (row: LatencyRow) => figureText(row.maxUs) },
]
