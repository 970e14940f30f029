// A real browser finds what is wrong with pages that were broken on purpose, and nothing wrong with one that is sound.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyView, ReportBrowser, readPicture, type View } from '../src/browser/index.js'
import { drawLines, facts, figure, html, type LineChart, lineLegend, renderPage, table, trusted } from '../src/index.js'

let browser: ReportBrowser
const folder = mkdtempSync(join(tmpdir(), 'spillway-report-'))
beforeAll(async () => {
  browser = await ReportBrowser.launch()
})
afterAll(async () => {
  await browser?.[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const chart: LineChart = {
  x: { title: 'seconds' },
  y: {},
  lines: [
    { name: 'resident', colour: 'blue', points: Array.from({ length: 50 }, (_, i) => [i, (i * 37) % 50] as const) },
  ],
  levels: [{ name: 'budget', colour: 'red', value: 60 }],
  phases: [{ name: 'runs', shade: 'warm', from: 0, to: 30 }],
}

async function pageWith(markup: string): Promise<string> {
  const sound = await figure({
    id: 'memory',
    title: 'Memory',
    unit: 'MiB',
    legend: lineLegend(chart),
    draw: drawLines(chart),
  })
  const columns = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'].map(title => ({
    title: `${title} figures`,
    cell: (row: string) => row,
  }))
  return renderPage({
    title: 'A page',
    lead: 'Of a test.',
    sections: [
      { id: 'chart', title: 'Chart', body: html`${sound}${trusted(markup)}` },
      {
        id: 'table',
        title: 'Table',
        body: html`${table('Table', columns, ['12345.678'])}${facts([['name', 'value']])}`,
      },
    ],
  })
}

async function look(page: string, view: View) {
  const file = join(folder, 'page.html')
  writeFileSync(file, page)
  return await browser.look(file, view)
}

const [wideLight, wideDark, narrowLight, narrowDark, paper] = everyView as [View, View, View, View, View]

describe('a sound page', () => {
  test.each(everyView)('$name', async view => {
    const { problems, charts, screenshot } = await look(await pageWith(''), view)
    expect(problems).toEqual([])
    expect(charts).toEqual(['memory'])
    expect(readPicture(screenshot).width).toBe(view.width)
  })

  test('can be printed', async () => {
    const file = join(folder, 'print.html')
    writeFileSync(file, await pageWith(''))
    expect(
      Buffer.from(await browser.print(file))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
  })
})

const text = (attributes: string, words = 'some text') => `<p style="${attributes}">${words}</p>`
const drawn = (content: string) =>
  `<figure data-chart="broken"><div class="drawing"><svg width="300" height="200" viewBox="0 0 300 200">${content}</svg></div></figure>`
const mark = '<path d="M0 100L300 100" stroke="var(--blue)" fill="none"/>'

describe('a broken page', () => {
  test.each<[what: string, markup: string, view: View, problem: RegExp]>([
    [
      'text over text',
      `${text('')}${text('margin-top:-32px', 'other words')}`,
      wideLight,
      /'some text' and 'other words' overlap/,
    ],
    [
      'text in a drawing that is cut off',
      drawn(`${mark}<text x="290" y="50" fill="var(--text)">resident</text>`),
      wideLight,
      /'resident' leaves its drawing/,
    ],
    ['text wider than a phone', text('white-space:nowrap', 'wide '.repeat(20)), narrowLight, /leaves the viewport/],
    [
      'a page wider than a phone',
      '<div style="width:500px;height:1px"></div>',
      narrowDark,
      /the page is \d+ px wide in a viewport of 390/,
    ],
    ['text too wide for paper', text('white-space:nowrap', 'wide '.repeat(50)), paper, /leaves the viewport/],
    ['text pale in the dark', text('color:#555'), wideDark, /'some text' has a contrast of 2\.\d+, and 4\.5 is needed/],
    ['text pale in the light', text('color:#aaa'), wideLight, /'some text' has a contrast of 2\.\d+/],
    [
      'text on a mark of its colour',
      drawn(`${mark}<rect width="200" height="90" fill="#1b2530"/><text x="20" y="50" fill="var(--text)">here</text>`),
      wideLight,
      /'here' has a contrast of 1\.\d+/,
    ],
    ['text too small', text('font-size:7px'), wideLight, /'some text' is 7\.0 px high/],
    [
      'a chart without data',
      drawn('<text x="20" y="50" fill="var(--text)">here</text>'),
      wideLight,
      /chart broken shows no data/,
    ],
    [
      'a chart that is hidden',
      `<div style="display:none">${drawn(mark)}</div>`,
      wideLight,
      /chart broken has 0 drawings/,
    ],
    [
      'a picture from elsewhere',
      '<img src="missing.png" alt="">',
      wideLight,
      /Content Security Policy|asks for|request failed/,
    ],
    ['a script', '<script>document.title = "changed"</script>', wideLight, /the console says \(error\)/],
    [
      'a page that stays light',
      '<style>body{background:#fff!important;color:#000!important}</style>',
      wideDark,
      /the page is light in the dark scheme/,
    ],
  ])('%s', async (_, markup, view, problem) => {
    const { problems } = await look(await pageWith(markup), view)
    expect(problems.join('\n')).toMatch(problem)
  })

  test('a page without anything', async () => {
    const { problems } = await look('<!doctype html><html lang="en"><body></body></html>', wideLight)
    expect(problems).toEqual(['there is no text', 'the screenshot is blank'])
  })

  test('a page that asks the network', async () => {
    const { problems } = await look(`<!doctype html><p>text</p><img src="missing.png" alt="">`, wideLight)
    expect(problems.join('\n')).toMatch(/the page asks for .*missing\.png[\s\S]*a request failed/)
  })
})
