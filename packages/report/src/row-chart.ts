// A row per thing that was measured: bars from zero, or, over several decades, marks at a place. Beside each figure stands its range,
// and beside bars the figure itself.
import type { CustomSeriesOption, SeriesOption } from 'echarts'
import { type Axis, nameAxis, numberAxis } from './axis.js'
import type { Draw } from './figure.js'
import type { LegendEntry } from './legend.js'
import { colour, type SeriesColour } from './theme.js'

export interface RowSeries {
  readonly name: string
  readonly colour: SeriesColour
  readonly mark: 'bar' | 'dot' | 'diamond' | 'triangle'
  /** One per row; undefined where there is none. */
  readonly values: readonly (number | undefined)[]
  /** The lowest and the highest that were measured, per row. */
  readonly ranges?: readonly (readonly [low: number, high: number] | undefined)[]
}

export interface RowChart {
  readonly rows: readonly string[]
  readonly axis: Axis
  readonly series: readonly RowSeries[]
  /** What a range is, for the legend. */
  readonly rangeName?: string
}

export function rowLegend({ series, rangeName }: RowChart): readonly LegendEntry[] {
  return [
    ...series.map(({ name, colour, mark }): LegendEntry => ({ name, colour, mark })),
    ...(rangeName === undefined ? [] : [{ name: rangeName, colour: 'text', mark: 'range' } satisfies LegendEntry]),
  ]
}

export function drawRows({ rows, axis, series }: RowChart): Draw {
  return width => {
    const isNarrow = width < 500
    const left = isNarrow ? 124 : 250
    const right = series.some(({ mark }) => mark === 'bar') ? 56 : 24
    const top = 6
    const bottom = 50
    const rowHeight = isNarrow ? 40 : 30
    const height = top + bottom + rows.length * rowHeight
    return {
      width,
      height,
      option: {
        grid: { left, right, top, bottom, outerBoundsMode: 'none' },
        xAxis: numberAxis(axis, width - left - right, 80),
        yAxis: {
          ...nameAxis(rows, left - 12),
          inverse: true,
          splitLine: { show: true, lineStyle: { color: colour('rule') } },
        },
        series: series.flatMap(one => [rangeSeries(one), markSeries(one), ...valueSeries(one, axis)]),
      },
    }
  }
}

function markSeries({ name, colour: paint, mark, values }: RowSeries): SeriesOption {
  const shared = { name, silent: true, emphasis: { disabled: true } }
  if (mark === 'bar') {
    const data = values.map(value => value ?? '-')
    return { ...shared, type: 'bar', data, barWidth: '56%', barGap: '-100%', itemStyle: { color: colour(paint) } }
  }
  const hollow = { color: 'none', borderColor: colour(paint), borderWidth: 2 }
  return {
    ...shared,
    type: 'scatter',
    data: values.flatMap((value, row) => (value === undefined ? [] : [[value, row]])),
    symbol: mark === 'dot' ? 'circle' : mark,
    symbolSize: mark === 'dot' ? 11 : 13,
    itemStyle: mark === 'dot' ? { color: colour(paint) } : hollow,
    z: mark === 'dot' ? 4 : 3,
  }
}

function rangeSeries({ colour: paint, mark, ranges = [] }: RowSeries): CustomSeriesOption {
  const style = { stroke: mark === 'bar' ? colour('text') : colour(paint), lineWidth: 1.5 }
  return {
    type: 'custom',
    silent: true,
    z: 5,
    encode: { x: [0, 2], y: 1 },
    data: ranges.flatMap((range, row) => (range === undefined ? [] : [[range[0], row, range[1]]])),
    renderItem(_, api) {
      const [low = 0, y = 0] = api.coord([api.value(0), api.value(1)])
      const [high = 0] = api.coord([api.value(2), api.value(1)])
      const line = (x1: number, y1: number, x2: number, y2: number) =>
        ({ type: 'line', shape: { x1, y1, x2, y2 }, style }) as const
      return {
        type: 'group',
        children: [line(low, y, high, y), line(low, y - 4, low, y + 4), line(high, y - 4, high, y + 4)],
      }
    },
  }
}

/** The figure of each bar, right of all that belongs to it. */
function valueSeries({ mark, values, ranges = [] }: RowSeries, { format = String }: Axis): CustomSeriesOption[] {
  if (mark !== 'bar') return []
  const end = (value: number, row: number) => Math.max(value, ranges[row]?.[1] ?? value)
  return [
    {
      type: 'custom',
      silent: true,
      z: 6,
      data: values.flatMap((value, row) => (value === undefined ? [] : [[end(value, row), row, value]])),
      renderItem(_, api) {
        const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)])
        const text = format(Number(api.value(2)))
        return {
          type: 'text',
          x: x + 7,
          y,
          style: { text, fill: colour('text'), font: '13px Helvetica, Arial, sans-serif', verticalAlign: 'middle' },
        }
      },
    },
  ]
}
