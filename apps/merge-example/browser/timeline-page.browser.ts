// The page of a run in a real browser, of runs of every kind: wide and narrow, light and dark, and on paper. Screenshots are left in
// `artifacts`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { everyView, ReportBrowser } from '@spillway/report/browser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runJson } from '../test/program.js'

const artifacts = fileURLToPath(new URL('../artifacts', import.meta.url))
let browser: ReportBrowser
beforeAll(async () => {
  mkdirSync(artifacts, { recursive: true })
  browser = await ReportBrowser.launch()
})
afterAll(() => browser?.[Symbol.asyncDispose]())

const smallBudget = ['--worker-budget-mib', '1', '--shared-budget-mib', '2']
const runs: Readonly<Record<string, readonly string[]>> = {
  'flights-2-threads': ['--rows', '180000', '--threads', '2', ...smallBudget],
  synthetic: ['--input', 'synthetic', '--chain-mib', '64', '--codec', 'lz4', ...smallBudget],
  'no-paging': ['--rows', '60000', '--no-paging'],
}

describe.each(Object.entries(runs))('the page of %s', (name, argv) => {
  const file = join(artifacts, `run-${name}.html`)
  beforeAll(async () => {
    expect(await runJson(...argv, '--report', file)).toMatchObject({ code: 0, ok: true })
  })

  it.each(everyView)('can be read, $name', async view => {
    const { problems, charts, screenshot } = await browser.look(file, view)
    writeFileSync(join(artifacts, `run-${name}-${view.name}.png`), screenshot)
    expect(problems).toEqual([])
    expect(charts).toEqual(['memory', 'bytes', 'rates'])
  })
})
