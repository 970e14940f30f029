// Cost per GiB as the working set grows from what memory holds to eight times that.
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
import type { GrowthCost, GrowthReport } from '../pressure/growth-report.js'
import { firstRounds, runColour, runLabel } from './contender-style.js'
import { notMadeLines } from './not-made.js'
import { figureText, mib } from './units.js'

const perGib = 'per GiB of the working set, which is built, taken once and put away twice'

export async function growthSection(report: GrowthReport | undefined): Promise<Html> {
  if (report === undefined) {
    return missing(html`No report of the growth bench was given. <code>pnpm bench:pressure --growth</code> makes one.`)
  }
  const [first] = report.rows
  if (first === undefined) return html`${missing('No run of this report was made.')}${notMadeLines(report)}`
  const wall = costChart(report, cost => cost.secondsPerGib)
  const cpu = costChart(report, cost => cost.cpuSecondsPerGib)
  return html`${paragraph(
    `The merge of the pressure bench in ${mib(first.capBytes)} MiB of memory, with incompressible data, raw, on one thread, as its working set grows. A flat line means that a GiB costs the same however much there is.`,
  )}
${await figure({
  id: 'growth-wall',
  title: 'Seconds per GiB',
  note: `Wall time, ${perGib}. Lower is better; each line is ten times the one below.`,
  unit: 's/GiB',
  legend: lineLegend(wall),
  draw: drawLines(wall),
})}
${await figure({
  id: 'growth-cpu',
  title: 'CPU seconds per GiB',
  note: `User and system time of the process, ${perGib}. What kernel threads do is not in it.`,
  unit: 'CPU s/GiB',
  legend: lineLegend(cpu),
  draw: drawLines(cpu),
})}
${table('Medians of each run’s rounds', columns, report.costs)}
${notMadeLines(report)}`
}

function costChart({ rows, costs }: GrowthReport, of: (cost: GrowthCost) => number): LineChart {
  const factors = [...new Set(costs.map(({ factor }) => factor))].sort((a, b) => a - b)
  const contenders = [...new Set(costs.map(({ contender }) => contender))]
  return {
    x: { title: 'working set, in memory caps', names: factors.map(factor => `${figureText(factor)}x`) },
    y: { log: true, format: figureText },
    lines: contenders.map(contender => {
      const own = costs.filter(cost => cost.contender === contender && of(cost) > 0)
      const run = firstRounds(rows).find(({ name }) => name === own[0]?.name)
      return {
        name: run === undefined ? contender : runLabel(run),
        colour: run === undefined ? 'grey' : runColour(run),
        marked: true,
        points: own.map(cost => [factors.indexOf(cost.factor), of(cost)] as const),
      }
    }),
  }
}

const columns = [
  { title: 'run', cell: (cost: GrowthCost) => cost.name },
  { title: 'rounds', numeric: true, cell: (cost: GrowthCost) => cost.rounds },
  { title: 's/GiB', numeric: true, cell: (cost: GrowthCost) => figureText(cost.secondsPerGib) },
  { title: 'lowest', numeric: true, cell: (cost: GrowthCost) => figureText(cost.minSecondsPerGib) },
  { title: 'highest', numeric: true, cell: (cost: GrowthCost) => figureText(cost.maxSecondsPerGib) },
  { title: 'CPU s/GiB', numeric: true, cell: (cost: GrowthCost) => figureText(cost.cpuSecondsPerGib) },
  { title: 'major faults', numeric: true, cell: (cost: GrowthCost) => cost.majorFaults },
  { title: 'configuration', cell: (cost: GrowthCost) => html`<code>${cost.configurationHash}</code>` },
]
