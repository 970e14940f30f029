// Every metric that there is, for whoever registers, documents or checks them.
import { budgetMetrics } from './budget-metrics.js'
import { columnPagerMetrics } from './column-pager-metrics.js'
import type { MetricDefinition } from './metric.js'
import { pagerMetrics } from './pager-metrics.js'

/** Every metric, whether or not there is a source for it. */
export const metricDefinitions: readonly MetricDefinition[] = [...pagerMetrics, ...columnPagerMetrics, ...budgetMetrics]
