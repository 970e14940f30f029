// Axes that look alike in every chart: quiet lines, text in the colours of the page, as few ticks as fit.
import type { XAXisComponentOption } from 'echarts'
import { colour } from './theme.js'

export interface Axis {
  /** Said at the axis; the upright one of a line chart is said by its figure. */
  readonly title?: string
  /** Decades at equal distances. All values must be above zero. */
  readonly log?: boolean
  readonly format?: (value: number) => string
  readonly min?: number
  readonly max?: number
}

const fontSize = 13

/** ECharts types the two directions apart, and scales too; what is set here means the same in all of them. */
type AnyAxis = Omit<Extract<XAXisComponentOption, { type?: 'value' }>, 'mainType'>

/** The options of a horizontal or upright axis of numbers, `length` pixels long. */
export function numberAxis(axis: Axis, length: number, pixelsPerTick: number): AnyAxis {
  const { title, log, format = String, min, max } = axis
  return {
    type: log ? 'log' : 'value',
    name: title ?? '',
    nameLocation: 'middle',
    nameGap: 30,
    nameTextStyle: { color: colour('muted'), fontSize },
    splitNumber: Math.max(2, Math.round(length / pixelsPerTick)),
    axisLine: { show: true, lineStyle: { color: colour('rule') } },
    axisTick: { show: true, lineStyle: { color: colour('rule') } },
    splitLine: { lineStyle: { color: colour('rule'), type: [2, 3] } },
    axisLabel: { color: colour('muted'), fontSize, hideOverlap: true, formatter: format },
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  } as AnyAxis
}

/** The options of an axis of names, from the left or from the top. */
export function nameAxis(names: readonly string[], labelWidth?: number) {
  return {
    type: 'category' as const,
    data: [...names],
    axisLine: { show: true, lineStyle: { color: colour('rule') } },
    axisTick: { show: false },
    axisLabel: {
      color: colour('text'),
      fontSize,
      interval: 0,
      ...(labelWidth === undefined ? {} : { width: labelWidth, overflow: 'break' as const, lineHeight: 15 }),
    },
  }
}
