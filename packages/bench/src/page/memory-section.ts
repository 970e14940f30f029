// Memory over time against what each run might hold: the process alone, and all that its cgroup was charged.
import {
  drawLines,
  type Figure,
  type Html,
  html,
  type LineChart,
  lineLegend,
  missing,
  paragraph,
  smallFigures,
} from '@spillway/report'
import type { PressureReport, PressureRow } from '../pressure/report.js'
import { firstRounds, groupRuns, runLabel } from './contender-style.js'
import { figureText, mib } from './units.js'

export async function memorySection(report: PressureReport | undefined): Promise<Html> {
  if (report === undefined) {
    return missing('Memory over time is in the report of the pressure bench, which was not given.')
  }
  const rows = firstRounds(report.rows.filter(({ memory }) => memory !== undefined && memory.seconds.length > 0))
  if (rows.length === 0) {
    return missing('No run of the pressure report has memory over time: it was written before that was measured.')
  }
  const without = firstRounds(report.rows).filter(({ name }) => !rows.some(row => row.name === name))
  const groups = groupRuns(rows).map(async ({ title, rows: own }) => {
    const heading = `${title[0]!.toUpperCase()}${title.slice(1)}`
    return html`<h3>${heading}</h3>${await smallFigures(lineLegend(chartOf(own[0]!)), own.map(memoryFigure))}`
  })
  return html`${paragraph(
    'The dashed line is the budget: what the run’s cgroup may hold. The page cache of files that a run writes and reads is in the cgroup’s line only; the pages of Node itself, which other processes share, are in that of the process only. Each run in its first round, from the first chunk to the last.',
  )}
${await Promise.all(groups)}
${without.map(({ name }) => missing(`${name} has no memory over time.`))}`
}

function memoryFigure(row: PressureRow): Figure {
  const memory = row.memory!
  const highest = Math.max(...(memory.cgroupBytes ?? memory.rssBytes))
  return {
    id: `memory-${row.name.replaceAll('/', '-')}`,
    title: runLabel(row),
    note: `${memory.cgroupBytes === undefined ? 'Resident' : 'Charged'} at most ${mib(highest)} of ${mib(row.capBytes)} MiB`,
    unit: 'MiB',
    draw: drawLines(chartOf(row)),
  }
}

function chartOf({ memory, capBytes }: PressureRow): LineChart {
  const { seconds, rssBytes, cgroupBytes } = memory!
  const line = (bytes: readonly number[]) => bytes.map((value, i) => [seconds[i]!, value / 2 ** 20] as const)
  return {
    x: { title: 'seconds', format: figureText },
    y: { format: figureText, min: 0 },
    lines: [
      { name: 'resident memory of the process', colour: 'blue', points: line(rssBytes) },
      ...(cgroupBytes === undefined
        ? []
        : [{ name: 'all that the cgroup is charged', colour: 'orange', points: line(cgroupBytes) } as const]),
    ],
    levels: [{ name: 'budget', colour: 'red', value: capBytes / 2 ** 20 }],
    height: 210,
  }
}
