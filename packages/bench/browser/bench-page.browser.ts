// The page of the benches in a real browser: wide and narrow, light and dark, and on paper. Screenshots are left in `artifacts`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { everyView, ReportBrowser } from '@spillway/report/browser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { benchPage } from '../src/page/bench-page.js'
import type { BenchInputs } from '../src/page/report-input.js'
import { asBefore, casesFixture, growthFixture, pressureFixture } from '../test/bench-reports.js'

const artifacts = fileURLToPath(new URL('../artifacts', import.meta.url))
let browser: ReportBrowser
beforeAll(async () => {
  mkdirSync(artifacts, { recursive: true })
  browser = await ReportBrowser.launch()
})
afterAll(() => browser?.[Symbol.asyncDispose]())

const path = '/some/folder/packages/bench/reports/cases-2026-11-25T22-00-00-000Z.json'
const failures = [
  { name: 'per-file/raw/incompressible/1t', round: 2, message: `the run ended with exit code 1\n${'x'.repeat(200)}` },
]

const pages: Readonly<Record<string, { inputs: BenchInputs; charts: number }>> = {
  everything: {
    inputs: {
      cases: { path, report: casesFixture() },
      pressure: { path, report: pressureFixture() },
      growth: { path, report: growthFixture() },
    },
    charts: 2 + 4 + 20 + 2 + 8,
  },
  'little-of-it': {
    inputs: { pressure: { path, report: { ...pressureFixture(asBefore), failures } } },
    charts: 4,
  },
}

describe.each(Object.entries(pages))('%s', (name, { inputs, charts }) => {
  const file = join(artifacts, `bench-${name}.html`)
  beforeAll(async () => writeFileSync(file, await benchPage(inputs, new Date('2026-11-25'))))

  test.each(everyView)('$name', async view => {
    const seen = await browser.look(file, view)
    writeFileSync(join(artifacts, `bench-${name}-${view.name}.png`), seen.screenshot)
    expect(seen.problems).toEqual([])
    expect(seen.charts).toHaveLength(charts)
  })
})
