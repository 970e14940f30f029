// The page of a run says everything that the table says, and draws what was read while the clock ran.
import { describe, expect, it } from 'vitest'
import { parseArguments } from '../src/arguments.js'
import type { Configuration } from '../src/configuration.js'
import { formatTitle, type Report, resultRows } from '../src/report.js'
import type { RunSamples } from '../src/run-timeline.js'
import { timelinePage } from '../src/timeline-page.js'
import { result } from './job-result.js'

const MIB = 2 ** 20

/** Every 50 ms from a second before the start to a second after the end. */
const seconds = Array.from({ length: 121 }, (_, i) => 1 + i / 20)
const rising = (perSecond: number) => seconds.map(second => Math.max(0, second - 2) * perSecond * MIB)
const samples: RunSamples = {
  seconds,
  rssBytes: seconds.map(second => (second < 2 || second > 6 ? 7777 : 60 + 10 * second) * MIB),
  keptBytes: rising(8),
  pagerBytes: rising(10),
  storedBytes: rising(20),
  bytesPagedOut: rising(25),
  bytesPagedIn: rising(20),
}

function reportOf(argv: readonly string[] = [], changes: Partial<Report> = {}): Report {
  const configuration = parseArguments(argv) as Configuration
  return { configuration, result, peakRssBytes: 150 * MIB, baseline: undefined, ...changes }
}

const textOf = (page: string) =>
  page
    .replace(/<(style|title)[\s\S]*?<\/\1>|<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ')

/** The texts of one chart's drawings. */
function drawingText(page: string, id: string): string {
  const [, figure = ''] = new RegExp(`data-chart="${id}"([\\s\\S]*?)</figure>`).exec(page) ?? []
  return textOf(figure)
}

describe('the page of a run', () => {
  it('has three charts, every line of the result, and every setting', async () => {
    const report = reportOf(['--threads', '2', '--rows=5'])
    const page = await timelinePage(report, samples)
    expect([...page.matchAll(/data-chart="(\w+)"/g)].map(([, id]) => id)).toEqual(['memory', 'bytes', 'rates'])
    const text = textOf(page)
    expect(text).toContain(formatTitle(report.configuration))
    for (const [name, value] of resultRows(report)) expect(text).toContain(`${name} ${value}`)
    for (const [name, value] of Object.entries(report.configuration)) {
      if (value !== undefined) expect(text).toContain(`${name} ${value}`)
    }
    expect(text).toContain(process.version)
    expect(page).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('names the budget, what was there before, and the phases with their times', async () => {
    const memory = drawingText(await timelinePage(reportOf(), samples), 'memory')
    for (const text of [
      'budget, 32 MiB',
      'resident before reading',
      'runs, 3.00 s',
      'merge, 1.00 s',
      'At most 150 MiB',
    ]) {
      expect(memory).toContain(text)
    }
  })

  it('draws the run, and nothing of before and after', async () => {
    // At 120 MiB after four seconds, where 7777 was read when the clock did not run.
    const memory = drawingText(await timelinePage(reportOf(), samples), 'memory')
    expect(memory).toMatch(/ 0 .* 120 /)
    expect(memory).not.toContain('8000')
  })

  it('draws rates from the counts: 25 MiB/s all the way', async () => {
    const rates = drawingText(await timelinePage(reportOf(), samples), 'rates')
    expect(rates).toContain('MiB/s')
    expect(rates).toMatch(/ 25 | 30 /)
    expect(rates).not.toMatch(/ 100 /)
  })

  it('has no budget where nothing was paged, and says so', async () => {
    const memory = drawingText(await timelinePage(reportOf(['--no-paging']), samples), 'memory')
    expect(memory).toContain('This run paged nothing: there is no budget.')
    expect(memory).not.toContain('budget, ')
    expect(memory).not.toContain('kept within')
  })

  it('says it when a row was lost', async () => {
    const lost = reportOf([], { result: { ...result, checksum: 'ffffffffffffffff' } })
    const text = textOf(await timelinePage(lost, samples))
    expect(text).toContain('The result is WRONG.')
    expect(text).toContain('every row came back NO')
  })

  it('takes no markup from the command line', async () => {
    const page = await timelinePage(reportOf(['--scratch', '<script>alert(1)</script>']), samples)
    expect(page).not.toContain('<script')
    expect(page).toContain('&lt;script&gt;')
  })

  it('can be drawn of a run that was over before it was read twice', async () => {
    const none = Object.fromEntries(Object.keys(samples).map(name => [name, []])) as unknown as RunSamples
    expect(await timelinePage(reportOf(), none)).toContain('data-chart="rates"')
  })
})
