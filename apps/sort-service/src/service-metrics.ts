// What a scrape of the service shows: Node's own metrics, the service's, and Spillway's.
import type { MetricSources } from '@spillway/metrics'
import { registerMetrics } from '@spillway/metrics/prometheus'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'

export class ServiceMetrics {
  readonly registry = new Registry()
  readonly responses = new Counter({
    name: 'sort_service_responses_total',
    help: 'Answers by what was asked for, and by their status; 499 is a client that went away',
    labelNames: ['route', 'status'],
    registers: [this.registry],
  })
  readonly receivedBytes = new Counter({
    name: 'sort_service_received_bytes_total',
    help: 'Bytes of bodies that were to be sorted',
    registers: [this.registry],
  })
  readonly sorts = new Gauge({
    name: 'sort_service_sorts',
    help: 'Sorts that are being done',
    registers: [this.registry],
  })

  constructor(sources: MetricSources) {
    collectDefaultMetrics({ register: this.registry })
    registerMetrics(this.registry, sources)
  }
}
