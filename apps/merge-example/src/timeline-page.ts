// The page of one run: memory against the budget, bytes out and in, what came of it, and how it was configured. Loads what draws
// charts, so it is itself loaded only after the run.
import { arch, cpus, release, totalmem, type } from 'node:os'
import {
  type Axis,
  drawLines,
  type Figure,
  facts,
  figure,
  type Html,
  html,
  type LineChart,
  lineLegend,
  type Phase,
  paragraph,
  renderPage,
  shades,
} from '@spillway/report'
import { type Configuration, totalBudgetBytes } from './configuration.js'
import { formatBytes, formatSeconds } from './format.js'
import { formatTitle, isOk, type Report, resultRows } from './report.js'
import type { RunSamples } from './run-timeline.js'

const MIB = 2 ** 20
const RATE_BINS = 60

/** The text of an HTML file. */
export async function timelinePage(report: Report, samples: RunSamples): Promise<string> {
  const { configuration, result } = report
  const during = duringRun(samples, result.startMs / 1e3, result.wallSeconds)
  const charts = [memoryFigure(report, during), bytesFigure(report, during), rateFigure(report, during)]
  const title = `A run of merge-example: ${configuration.input}`
  return renderPage({
    title,
    lead: `${formatTitle(configuration)}. ${isOk(report) ? 'Every row came back, in order.' : 'The result is WRONG.'}`,
    sections: [
      { id: 'timeline', title: 'Over time', body: html`${await Promise.all(charts.map(figure))}` },
      { id: 'result', title: 'What came of it', body: facts(resultRows(report)) },
      { id: 'configuration', title: 'Configuration and machine', body: configurationFacts(configuration) },
    ],
  })
}

/** Readings while the clock ran, with its seconds. */
function duringRun(samples: RunSamples, start: number, wallSeconds: number): RunSamples {
  const kept = samples.seconds.map(seconds => seconds >= start && seconds <= start + wallSeconds)
  const pick = (values: readonly number[]) => values.filter((_, i) => kept[i])
  const columns = Object.entries(samples).map(([name, values]) => [name, pick(values)])
  return { ...Object.fromEntries(columns), seconds: pick(samples.seconds).map(seconds => seconds - start) }
}

const line = ({ seconds }: RunSamples, values: readonly number[]) =>
  values.map((value, i) => [seconds[i]!, value / MIB] as const)

const time = ({ result }: Report): Axis => ({
  title: 'seconds',
  format: value => String(Number(value.toFixed(2))),
  min: 0,
  max: result.wallSeconds,
})

/** The phases of the slowest thread follow each other from the start. */
function phasesOf({ result }: Report): readonly Phase[] {
  let end = 0
  return Object.entries(result.phases).map(([name, seconds], i) => {
    const from = end
    end += seconds
    return { name: `${name}, ${formatSeconds(seconds)}`, shade: shades[i % shades.length]!, from, to: end }
  })
}

function timelineFigure(id: string, title: string, note: string, unit: string, chart: LineChart): Figure {
  return { id, title, note, unit, legend: lineLegend(chart), draw: drawLines(chart) }
}

function memoryFigure(report: Report, samples: RunSamples): Figure {
  const { configuration, result, peakRssBytes } = report
  const budgetBytes = totalBudgetBytes(configuration)
  const budget = { name: `budget, ${formatBytes(budgetBytes)}`, colour: 'red', value: budgetBytes / MIB } as const
  const before = { name: 'resident before reading', colour: 'grey', value: result.rssBeforeReadingBytes / MIB } as const
  const note = configuration.paging
    ? `At most ${formatBytes(peakRssBytes)} were resident. The budget bounds what is kept; the rest is the program itself, and what is between two steps (README.md, "Where the memory goes").`
    : `At most ${formatBytes(peakRssBytes)} were resident. This run paged nothing: there is no budget.`
  return timelineFigure('memory', 'Memory', note, 'MiB', {
    x: time(report),
    y: { min: 0 },
    lines: [
      { name: 'resident memory of the process', colour: 'blue', points: line(samples, samples.rssBytes) },
      { name: 'memory of the pager', colour: 'purple', points: line(samples, samples.pagerBytes) },
      ...(configuration.paging
        ? [{ name: 'kept within the budget', colour: 'green', points: line(samples, samples.keptBytes) } as const]
        : []),
    ],
    levels: configuration.paging ? [budget, before] : [before],
    phases: phasesOf(report),
  })
}

function bytesFigure(report: Report, samples: RunSamples): Figure {
  const note = 'All that was paged out and taken back so far, before any codec, and what lies in scratch files now.'
  return timelineFigure('bytes', 'Bytes out and in', note, 'MiB', {
    x: time(report),
    y: { min: 0 },
    lines: [
      { name: 'paged out', colour: 'orange', points: line(samples, samples.bytesPagedOut) },
      { name: 'taken back', colour: 'blue', points: line(samples, samples.bytesPagedIn) },
      { name: 'in scratch files', colour: 'green', points: line(samples, samples.storedBytes), stroke: 'dashed' },
    ],
    phases: phasesOf(report),
  })
}

function rateFigure(report: Report, samples: RunSamples): Figure {
  const bin = report.result.wallSeconds / RATE_BINS
  const note = `In steps of ${formatSeconds(bin)}.`
  const rate = (values: readonly number[]) => rates(samples.seconds, values, bin)
  return timelineFigure('rates', 'How fast', note, 'MiB/s', {
    x: time(report),
    y: { min: 0 },
    lines: [
      { name: 'paged out', colour: 'orange', points: rate(samples.bytesPagedOut) },
      { name: 'taken back', colour: 'blue', points: rate(samples.bytesPagedIn) },
    ],
    phases: phasesOf(report),
  })
}

/** MiB per second from one reading to the first that is at least `bin` seconds later. */
function rates(seconds: readonly number[], values: readonly number[], bin: number): readonly [number, number][] {
  const points: [number, number][] = []
  let from = 0
  for (let to = 1; to < seconds.length; to++) {
    const elapsed = seconds[to]! - seconds[from]!
    if (elapsed < bin) continue
    points.push([(seconds[from]! + seconds[to]!) / 2, (values[to]! - values[from]!) / MIB / elapsed])
    from = to
  }
  return points
}

function configurationFacts(configuration: Configuration): Html {
  const processors = cpus()
  const names = Object.entries(configuration).filter(([, value]) => value !== undefined)
  return html`${facts(names.map(([name, value]) => [name, String(value)] as const))}
${paragraph('On this machine:')}
${facts([
  ['processor', `${processors[0]?.model.trim() ?? arch()}, ${processors.length} cores`],
  ['memory', formatBytes(totalmem())],
  ['system', `${type()} ${release()} ${arch()}, Node.js ${process.version}`],
])}`
}
