// Shows sources to a registry of prom-client, as metrics that have no value of their own: whoever scrapes makes them look. Of prom-client
// it needs the types only; the registry is the caller's, and the global one is never touched.
import type { Metric, Registry } from 'prom-client'
import { metricDefinitions } from './definitions.js'
import { prometheusName } from './metric.js'
import type { MetricSources } from './metric-sources.js'
import { PrometheusMetric } from './prometheus-metric.js'
import type { Readings } from './readings.js'

/** What is needed of a `Registry`, whatever its content type. */
export type MetricRegistry = Pick<Registry, 'getSingleMetric' | 'registerMetric' | 'removeSingleMetric'>

/**
 * Adds every metric to `registry`. Disposing takes them out again; idempotent.
 *
 * @throws Error one of the names is taken; nothing was added then. One registry takes one `MetricSources`.
 */
export function registerMetrics(registry: MetricRegistry, sources: MetricSources): Disposable {
  const taken = metricDefinitions.map(prometheusName).find(name => registry.getSingleMetric(name) !== undefined)
  if (taken !== undefined) throw new Error(`the registry has a metric named ${taken} already`)
  // prom-client asks all metrics in one go, so that one reading serves a scrape.
  let current: Readings | undefined
  const read = () => {
    if (current === undefined) {
      current = sources.read()
      queueMicrotask(() => {
        current = undefined
      })
    }
    return current
  }
  for (const definition of metricDefinitions) {
    // prom-client's type is a union of its own classes; what its registry calls is in ours.
    registry.registerMetric(new PrometheusMetric(definition, read) as unknown as Metric)
  }
  let isRegistered = true
  return {
    [Symbol.dispose]() {
      // A second time, the names may be somebody else's.
      if (!isRegistered) return
      isRegistered = false
      for (const definition of metricDefinitions) registry.removeSingleMetric(prometheusName(definition))
    },
  }
}
