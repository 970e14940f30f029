// The page has a place for everything that was measured, says what was not, and lets no string become markup.
import { beforeAll, describe, expect, test } from 'vitest'
import { benchPage } from '../src/page/bench-page.js'
import type { BenchInputs, Input } from '../src/page/report-input.js'
import { asBefore, casesFixture, growthFixture, pressureFixture } from './bench-reports.js'

const from = <Report>(report: Report): Input<Report> => ({ path: '/reports/a.json', report })
const madeAt = new Date('2026-11-25')
const pageOf = (inputs: BenchInputs) => benchPage(inputs, madeAt)
const everything = () => ({
  cases: from(casesFixture()),
  pressure: from(pressureFixture()),
  growth: from(growthFixture()),
})

const sections = ['cases', 'pressure', 'memory', 'growth', 'latency', 'configuration']
const chartsIn = (page: string) => [...page.matchAll(/data-chart="([^"]+)"/g)].map(([, id]) => id!)
const groups = ['incompressible-1t', 'incompressible-2t', 'compressible-1t', 'compressible-2t']

/** The text of one section, without markup. */
function sectionText(page: string, id: string): string {
  const [, body = ''] = new RegExp(`<section id="${id}">([\\s\\S]*?)</section>`).exec(page) ?? []
  return body.replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}

describe('of everything that the benches measure', () => {
  let page = ''
  beforeAll(async () => {
    page = await pageOf(everything())
  })

  test('each section has its charts', () => {
    for (const id of sections) expect(page).toContain(`<section id="${id}">`)
    const charts = chartsIn(page)
    expect(charts.filter(id => !id.startsWith('memory-'))).toEqual([
      'cases-rt',
      'cases-loop',
      ...groups.map(id => `pressure-${id}`),
      'growth-wall',
      'growth-cpu',
      ...groups.flatMap(id => [`latency-pageout-${id}`, `latency-take-${id}`]),
    ])
    // One of each run.
    expect(charts.filter(id => id.startsWith('memory-'))).toHaveLength(
      new Set(pressureFixture().rows.map(({ name }) => name)).size,
    )
    expect(new Set(charts).size).toBe(charts.length)
    expect(page).not.toContain('class="missing"')
    expect(page).not.toMatch(/NaN|undefined|Infinity/)
  })

  test('each figure that was measured stands in a table, with the hash of its configuration', () => {
    const cases = sectionText(page, 'cases')
    for (const row of casesFixture().rows) expect(cases).toContain(`${row.case} `)
    const configuration = sectionText(page, 'configuration')
    for (const { rows } of [pressureFixture(), growthFixture()]) {
      for (const row of rows) expect(configuration).toMatch(new RegExp(`${row.name} .*${row.configurationHash}`))
    }
    expect(configuration).toContain('0a1b2c3d')
    for (const text of [
      'AMD EPYC, 2 cores, 24 GiB',
      'Linux 6.1 x64',
      'v20.19.0',
      '0.1, 0.2, 0.3',
      '2026-11-25T22:00',
    ]) {
      expect(configuration.split(text)).toHaveLength(4)
    }
    for (const { name } of pressureFixture().medians) expect(sectionText(page, 'latency')).toContain(`${name} `)
    expect(sectionText(page, 'growth')).toContain('kernel-swap/raw/incompressible/1t/8x ')
  })

  test('figures that are warm are called so, in headings, legends and tables', () => {
    const cases = sectionText(page, 'cases')
    expect(cases).toContain('All figures are warm')
    expect(cases).toContain('(warm)')
    expect(cases).toContain('Spillway, warm: the median round')
    expect(cases).toContain('us, warm')
    expect(cases).toContain('swap-warm')
  })

  test('the budget, the pace and the ratios are named', () => {
    const { computeMs } = pressureFixture().rows.find(row => row.computeMs > 0)!
    // In the note, and in what is read aloud of each drawing.
    expect(sectionText(page, 'pressure')).toContain(`Paced runs compute for ${computeMs} ms`)
    expect(sectionText(page, 'memory')).toContain('budget')
    expect(sectionText(page, 'memory')).toMatch(/Charged at most \d+ of 1024 MiB/)
    expect(sectionText(page, 'pressure')).toMatch(/one file per chunk 6\b/)
  })
})

describe('what is missing is said', () => {
  test('reports that were not given', async () => {
    const page = await pageOf({})
    for (const [id, command] of [
      ['cases', 'pnpm turbo bench'],
      ['pressure', 'pnpm bench:pressure'],
      ['growth', 'pnpm bench:pressure --growth'],
    ] as const) {
      expect(sectionText(page, id)).toMatch(new RegExp(`No report .* ${command} makes one`))
    }
    expect(sectionText(page, 'memory')).toContain('was not given')
    expect(sectionText(page, 'latency')).toContain('was not given')
    expect(chartsIn(page)).toEqual([])
  })

  test('reports of before memory and distributions were kept', async () => {
    const page = await pageOf({ pressure: from(pressureFixture(asBefore)) })
    expect(sectionText(page, 'memory')).toContain('written before that was measured')
    expect(sectionText(page, 'latency')).toContain(
      'Page out, incompressible data, 1 thread: these runs have no distribution',
    )
    expect(sectionText(page, 'latency')).toMatch(/spillway-file\/raw\/incompressible\/1t pageout \d/)
    expect(chartsIn(page)).toEqual(groups.map(id => `pressure-${id}`))
  })

  test('runs that failed or were not made, and reports of none', async () => {
    const failures = [{ name: 'per-file/raw', round: 2, message: 'ENOSPC: no space' }]
    const notMade = [{ name: 'kernel-swap/raw', reason: 'no swap file: swapon: not permitted' }]
    for (const rows of [pressureFixture().rows, []]) {
      const pressure = from({ ...pressureFixture(), rows, failures, notMade })
      const growth = from({ ...growthFixture(), rows, failures, notMade })
      const page = await pageOf({ pressure, growth })
      for (const id of ['pressure', 'growth']) {
        expect(sectionText(page, id)).toContain('per-file/raw failed in round 2: ENOSPC')
        expect(sectionText(page, id)).toContain('kernel-swap/raw was not made: no swap file')
        if (rows.length === 0) expect(sectionText(page, id)).toContain('No run of this report was made.')
      }
    }
  })

  test('verbs and kinds of cases that were not chosen, and quick runs', async () => {
    const report = casesFixture()
    const rows = report.rows.filter(({ verb, byteLength }) => verb === 'rt' && byteLength === 4096)
    const cases = from({ ...report, rows, configuration: { ...report.configuration, quick: true } })
    const text = sectionText(await pageOf({ cases }), 'cases')
    expect(text).toContain('Loops: push every row, page, close: no such case was measured.')
    expect(text).toContain('This was a quick run')
  })

  test('ratios that were not measured, and peaks that the kernel did not say', async () => {
    const ratios = { perFile: null, kernelSwap: null, singleFile: null, deviceLimit: null }
    const pressure = from({ ...pressureFixture(({ cgroupPeakBytes: _, ...result }) => result), ratios })
    const text = sectionText(await pageOf({ pressure }), 'pressure')
    expect(text).toContain('kernel swap not measured')
    expect(text).toContain('not known')
  })
})

test('strings of reports stay strings', async () => {
  const hostile = `</text></svg><script>alert(1)</script>"'><img src=x onerror=alert(2)>`
  const machine = { ...casesFixture().machine, cpu: hostile, node: hostile }
  const rename = <Row extends { name: string }>(rows: readonly Row[]) =>
    rows.map(row => ({ ...row, name: `${row.name}${hostile}`, contender: `${Reflect.get(row, 'contender') ?? ''}` }))
  const cases = { ...casesFixture(), machine, rows: casesFixture().rows.map(row => ({ ...row, case: hostile })) }
  const pressure = pressureFixture()
  const hostilePressure = {
    ...pressure,
    machine,
    cgroup: hostile,
    rows: rename(pressure.rows),
    medians: rename(pressure.medians),
    failures: [{ name: hostile, round: 1, message: hostile }],
    notMade: [{ name: hostile, reason: hostile }],
  } as typeof pressure
  const growth = growthFixture()
  const costs = growth.costs.map(cost => ({ ...cost, contender: `${cost.contender}${hostile}`, name: hostile }))
  const page = await pageOf({
    cases: { path: hostile, report: cases },
    pressure: { path: hostile, report: hostilePressure },
    growth: { path: hostile, report: { ...growth, costs } },
  })
  expect(page).not.toMatch(/<script|<img|onerror=alert\(2\)>/)
  expect(page.split('&lt;script&gt;alert(1)&lt;/script&gt;').length).toBeGreaterThan(20)
})

test('the same reports make the same page', async () => {
  // ECharts numbers its drawings.
  const make = async () => (await pageOf({ growth: from(growthFixture()) })).replaceAll(/zr\d+-/g, '')
  const [first, second] = [await make(), await make()]
  expect(second === first).toBe(true)
})
