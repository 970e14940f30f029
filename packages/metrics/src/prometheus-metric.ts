// One metric as a registry of prom-client wants it: a name, and values whenever it asks.
import type { MetricObjectWithValues, MetricValueWithName } from 'prom-client'
import { type MetricDefinition, prometheusName } from './metric.js'
import type { HistogramReading, Readings } from './readings.js'

type Values = MetricValueWithName<string>[]

export class PrometheusMetric {
  /** Without `_total` once the registry has written OpenMetrics: it takes that off here, and puts it back on each line. */
  name: string
  readonly help: string
  readonly type: MetricDefinition['kind']
  readonly aggregator = 'sum'
  readonly #definition: MetricDefinition
  readonly #read: () => Readings

  constructor(definition: MetricDefinition, read: () => Readings) {
    this.name = prometheusName(definition)
    this.help = definition.help
    this.type = definition.kind
    this.#definition = definition
    this.#read = read
  }

  async get(): Promise<Omit<MetricObjectWithValues<MetricValueWithName<string>>, 'collect'>> {
    const { name, help, type, aggregator } = this
    const values = type === 'histogram' ? this.#histograms() : this.#numbers()
    // prom-client declares its `type` as an enum, and writes it as text.
    return { name, help, type: type as never, aggregator, values }
  }

  /** What is counted is not this metric's to forget. */
  reset(): void {}

  #numbers(): Values {
    const ours = [...this.#read().numbers].filter(({ metric }) => metric === this.#definition)
    return ours.map(({ labels, value }) => ({ labels: { ...labels }, value }) as Values[number])
  }

  #histograms(): Values {
    const ours = [...this.#read().histograms].filter(({ metric }) => metric === this.#definition)
    return ours.flatMap(reading => histogramLines(this.name, reading))
  }
}

function histogramLines(name: string, { labels, distribution }: HistogramReading): Values {
  const { boundsSeconds, counts, sumSeconds } = distribution
  let atMost = 0
  const buckets = counts.map((count, i) => {
    atMost += count
    return { metricName: `${name}_bucket`, labels: { ...labels, le: boundsSeconds[i] ?? '+Inf' }, value: atMost }
  })
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels: { ...labels }, value: sumSeconds },
    { metricName: `${name}_count`, labels: { ...labels }, value: atMost },
  ]
}
