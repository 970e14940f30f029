// The entry `@spillway/metrics/opentelemetry`: metrics on a meter that the caller made.
export { observeMetrics } from './meter-observer.js'
