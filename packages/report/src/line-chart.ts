// Lines over a number or over a few names, with levels that should not be exceeded and phases shaded behind. Draws what it is given:
// whoever measured decides how many points there are.
import type { LineSeriesOption } from 'echarts'
import { type Axis, nameAxis, numberAxis } from './axis.js'
import type { Draw } from './figure.js'
import type { LegendEntry } from './legend.js'
import { type ColourName, colour, type SeriesColour } from './theme.js'

export interface Line {
  readonly name: string
  readonly colour: SeriesColour
  /** With names along the axis, the first number is an index into them. */
  readonly points: readonly (readonly [x: number, y: number])[]
  /** Solid when absent. */
  readonly stroke?: 'dashed' | 'dotted'
  /** Marks each point: for lines of few points. */
  readonly marked?: boolean
}

/** A height that is not to be exceeded, over all of the chart. */
export interface Level {
  readonly name: string
  readonly colour: SeriesColour
  readonly value: number
}

export interface Phase {
  readonly name: string
  readonly shade: ColourName
  readonly from: number
  readonly to: number
}

export interface LineChart {
  readonly x: Axis | { readonly title: string; readonly names: readonly string[] }
  readonly y: Axis
  readonly lines: readonly Line[]
  readonly levels?: readonly Level[]
  readonly phases?: readonly Phase[]
  readonly height?: number
}

export function lineLegend({ lines, levels = [], phases = [] }: LineChart): readonly LegendEntry[] {
  return [
    ...lines.map(({ name, colour, stroke }): LegendEntry => ({ name, colour, mark: stroke ?? 'line' })),
    ...levels.map(({ name, colour }): LegendEntry => ({ name, colour, mark: 'dashed' })),
    ...phases.map(({ name, shade }): LegendEntry => ({ name, colour: shade, mark: 'shade' })),
  ]
}

const margins = { left: 58, right: 18, top: 12, bottom: 50 }

export function drawLines(chart: LineChart): Draw {
  return width => {
    const { x, y, lines, height = width < 500 ? 280 : 360 } = chart
    const plotWidth = width - margins.left - margins.right
    return {
      width,
      height,
      option: {
        grid: { ...margins, outerBoundsMode: 'none' },
        xAxis:
          'names' in x
            ? {
                ...nameAxis(x.names),
                name: x.title,
                nameLocation: 'middle',
                nameGap: 30,
                nameTextStyle: { color: colour('muted'), fontSize: 13 },
              }
            : numberAxis(x, plotWidth, 90),
        yAxis: numberAxis(y, height, 60),
        series: [background(chart), ...lines.map(line => lineSeries(line))],
      },
    }
  }
}

function lineSeries({ name, colour: paint, points, stroke, marked }: Line): LineSeriesOption {
  return {
    type: 'line',
    name,
    data: points.map(point => [...point]),
    symbol: marked === true ? 'circle' : 'none',
    symbolSize: 7,
    silent: true,
    emphasis: { disabled: true },
    lineStyle: { color: colour(paint), width: 2, type: stroke ?? 'solid' },
    itemStyle: { color: colour(paint) },
  }
}

/** Phases and levels belong to no line. Where they end are points that are not drawn, so that the axes reach that far. */
function background({ lines, levels = [], phases = [] }: LineChart): LineSeriesOption {
  const [x = 0, y = 0] = lines.flatMap(({ points }) => points)[0] ?? []
  return {
    type: 'line',
    data: [...levels.map(({ value }) => [x, value]), ...phases.map(({ to }) => [to, y])],
    symbol: 'none',
    lineStyle: { opacity: 0 },
    silent: true,
    markArea: {
      silent: true,
      data: phases.map(({ from, to, shade }) => [
        { xAxis: from, itemStyle: { color: colour(shade), opacity: 1 } },
        { xAxis: to },
      ]),
    },
    markLine: {
      silent: true,
      symbol: 'none',
      label: { show: false },
      data: levels.map(({ value, colour: paint }) => ({
        yAxis: value,
        lineStyle: { color: colour(paint), width: 2, type: 'dashed' },
      })),
    },
  }
}
