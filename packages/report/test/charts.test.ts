// Charts as SVG: they hold what they were given, in colours of the page, and need no browser to be drawn.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  drawLines,
  drawRows,
  figure,
  type LineChart,
  lineLegend,
  type RowChart,
  rowLegend,
  smallFigures,
} from '../src/index.js'
import { renderSvg } from '../src/svg.js'

const lines: LineChart = {
  x: { title: 'seconds' },
  y: {},
  lines: [
    {
      name: 'resident',
      colour: 'blue',
      points: [
        [0, 10],
        [1, 60],
        [2, 30],
      ],
    },
    {
      name: 'kept',
      colour: 'green',
      stroke: 'dashed',
      points: [
        [0, 0],
        [2, 20],
      ],
    },
  ],
  levels: [{ name: 'budget', colour: 'red', value: 200 }],
  phases: [{ name: 'runs', shade: 'cool', from: 0, to: 1 }],
}

const rows: RowChart = {
  rows: ['per-file', '<b>bold</b> & "quoted"'],
  axis: { title: 'GiB/s' },
  series: [{ name: 'through', colour: 'blue', mark: 'bar', values: [1.25, undefined], ranges: [[1, 1.5], undefined] }],
  rangeName: 'slowest to fastest',
}

const svgOf = async (chart: LineChart) => (await renderSvg(drawLines(chart)(400))).markup

describe('lines', () => {
  test('are drawn in variables of the page, never in fixed colours', async () => {
    const svg = await svgOf(lines)
    for (const name of ['blue', 'green', 'red', 'cool', 'muted']) expect(svg).toContain(`var(--${name})`)
    // A clip path is a shape, of whatever colour.
    expect(svg.replaceAll('fill="#000"', '')).not.toMatch(/#[0-9a-f]{3,6}\b/i)
    expect(svg).not.toContain('NaN')
  })

  test('leave room for a level above all points', async () => {
    expect(await svgOf(lines)).toContain('>200</text>')
    expect(await svgOf({ ...lines, levels: [] })).not.toContain('>200</text>')
  })

  test('change with what they show', async () => {
    const moved = {
      ...lines,
      lines: [
        {
          ...lines.lines[0]!,
          points: [
            [0, 10],
            [1, 20],
            [2, 30],
          ] as const,
        },
      ],
    }
    expect(await svgOf(moved)).not.toBe(await svgOf({ ...lines, lines: [lines.lines[0]!] }))
  })

  test('are explained by a legend of lines, levels and phases', () => {
    expect(lineLegend(lines).map(({ name, mark }) => `${name} ${mark}`)).toEqual([
      'resident line',
      'kept dashed',
      'budget dashed',
      'runs shade',
    ])
  })
})

describe('rows', () => {
  test('have names, which are escaped, and figures', async () => {
    const svg = (await renderSvg(drawRows(rows)(960))).markup
    expect(svg).toContain('per-file')
    expect(svg).toContain('&lt;b')
    expect(svg).not.toContain('<b>')
    expect(svg).toContain('1.25')
  })

  test('are explained by a legend of marks and ranges', () => {
    expect(rowLegend(rows).map(({ name, mark }) => `${name} ${mark}`)).toEqual([
      'through bar',
      'slowest to fastest range',
    ])
  })
})

describe('a figure', () => {
  const draw = drawLines(lines)

  test('has a title, a note, a unit, a legend, and a wide and a narrow drawing', async () => {
    const { markup } = await figure({
      id: 'memory',
      title: 'Memory <',
      note: 'of one run',
      unit: 'MiB',
      legend: lineLegend(lines),
      draw,
    })
    expect(markup.match(/<svg width="(960|358)"/g)).toHaveLength(2)
    for (const text of ['data-chart="memory"', 'Memory &lt;', 'of one run', 'MiB', 'resident'])
      expect(markup).toContain(text)
  })

  test('shares no id with another', async () => {
    const { markup } = await smallFigures(
      [],
      [
        { id: 'a', title: 'a', draw },
        { id: 'b', title: 'b', draw },
      ],
    )
    const ids = [...markup.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids.length).toBeGreaterThan(2)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

test('what draws charts is loaded when one is drawn, and not before', () => {
  const built = readFileSync(new URL('../dist/index.js', import.meta.url), 'utf8')
  expect(built).toMatch(/import\("echarts"\)/)
  expect(built).not.toMatch(/^import .*echarts/m)
})
