// The end of a run, as a table for people or one JSON object for programs. Both say the same; neither judges but by `isComplete`.
import type { Baseline } from './baseline.js'
import { type Configuration, totalBudgetBytes } from './configuration.js'
import { formatBytes, formatSeconds } from './format.js'
import { isComplete, type JobResult } from './job-result.js'

export interface Report {
  readonly configuration: Configuration
  readonly result: JobResult
  readonly peakRssBytes: number
  readonly baseline: Baseline | undefined
}

/** Whether every row came back in order, and, if the job also ran without paging, with the same result. */
export function isOk({ result, baseline }: Report): boolean {
  return isComplete(result) && (baseline?.state !== 'done' || baseline.checksum === result.checksum)
}

export function throughGiBPerSecond(result: JobResult): number {
  return result.bytesIn / 2 ** 30 / result.wallSeconds
}

/** One line of JSON. */
export function formatJson(report: Report): string {
  const { configuration, result, baseline } = report
  const { sink, startMs: _, ...rest } = result
  return JSON.stringify({
    ok: isOk(report),
    input: configuration.input,
    backend: configuration.backend,
    codec: configuration.codec,
    threads: configuration.threads,
    ...rest,
    throughGiBPerSecond: throughGiBPerSecond(result),
    ...(sink === undefined ? {} : { sink: String(sink) }),
    peakRssBytes: report.peakRssBytes,
    budgetBytes: configuration.paging ? totalBudgetBytes(configuration) : null,
    baseline: baseline ?? null,
    configuration,
  })
}

export function formatTable(report: Report): string {
  const rows = resultRows(report)
  const width = Math.max(...rows.map(([name]) => name.length))
  return [
    formatTitle(report.configuration),
    ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    '',
  ].join('\n')
}

/** What was run, in one line. */
export function formatTitle(configuration: Configuration): string {
  const { input, backend, codec, threads, paging } = configuration
  const budget = paging ? `budget ${formatBytes(totalBudgetBytes(configuration))}` : 'no paging'
  return `${input}, ${backend}, ${codec}, ${threads} thread${threads === 1 ? '' : 's'}, ${budget}`
}

/** What came of it, for people. */
export function resultRows(report: Report): readonly (readonly [name: string, value: string])[] {
  const { result, peakRssBytes } = report
  const complete = isComplete(result)
  return [
    ['rows in', result.rowsIn.toLocaleString('en')],
    ['rows out', result.rowsOut.toLocaleString('en')],
    ['data', formatBytes(result.bytesIn)],
    ['paged out', `${formatBytes(result.bytesPagedOut)}, stored as ${formatBytes(result.bytesStored)}`],
    ...Object.entries(result.phases).map(([name, seconds]): [string, string] => [name, formatSeconds(seconds)]),
    ['total', `${formatSeconds(result.wallSeconds)}, ${throughGiBPerSecond(result).toFixed(3)} GiB/s`],
    [
      'peak memory',
      `${formatBytes(peakRssBytes)}, of which ${formatBytes(result.rssBeforeReadingBytes)} before reading`,
    ],
    ...(report.baseline === undefined
      ? []
      : [['without paging', formatBaseline(report.baseline)] satisfies [string, string]]),
    ...(result.sink === undefined ? [] : [['sink', String(result.sink)] satisfies [string, string]]),
    ['checksum', complete ? result.checksum : `${result.checksum}, of the input ${result.checksumIn}`],
    ['every row came back', complete ? 'yes, in order' : result.sorted ? 'NO' : 'NO: the result is not sorted'],
  ]
}

function formatBaseline(baseline: Baseline): string {
  if (baseline.state !== 'done') return `${baseline.state}: ${baseline.reason}`
  return `${formatBytes(baseline.peakRssBytes)} in ${formatSeconds(baseline.wallSeconds)}, checksum ${baseline.checksum}`
}
