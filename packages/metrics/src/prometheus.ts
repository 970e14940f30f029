// The entry `@spillway/metrics/prometheus`: metrics in a registry of prom-client that the caller made.
export { type MetricRegistry, registerMetrics } from './prometheus-collector.js'
