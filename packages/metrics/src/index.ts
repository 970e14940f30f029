// The public names of @spillway/metrics: what is observed, and what the metrics are called.
export type { BudgetStatistics } from './budget-statistics.js'
export type { ColumnPagerStatistics } from './column-pager-statistics.js'
export { metricDefinitions } from './definitions.js'
export {
  attributeOf,
  type Label,
  type Labels,
  type MetricDefinition,
  type MetricKind,
  prometheusName,
} from './metric.js'
export { MetricSources, type ObservedSource, type StatsSource } from './metric-sources.js'
export type { PagerStatistics } from './pager-statistics.js'
export type { Distribution, HistogramReading, NumberReading, Readings } from './readings.js'
