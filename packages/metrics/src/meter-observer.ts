// Shows sources to a meter of OpenTelemetry, with one callback for all of them. Of the API it needs the types only: the meter is
// the caller's, and so is whatever exports what it sees.
//
// The API has no histogram that is observed rather than recorded, so that one is three counters, `.bucket`, `.sum` and `.count`, with the
// bounds in the attribute `le` and counts that add up from bucket to bucket, as Prometheus has them.
import type { Attributes, BatchObservableCallback, Meter, Observable } from '@opentelemetry/api'
import { metricDefinitions } from './definitions.js'
import { attributeOf, type Label, type Labels, type MetricDefinition } from './metric.js'
import type { MetricSources } from './metric-sources.js'
import type { HistogramReading, NumberReading } from './readings.js'

/** Observes every metric with `meter`. Disposing ends it. */
export function observeMetrics(meter: Meter, sources: MetricSources): Disposable {
  const instruments = new Map(metricDefinitions.flatMap(definition => createInstruments(meter, definition)))
  const observables = [...instruments.values()]
  // The SDK goes on reporting what it saw last of a series: one that has gone must be seen to be nothing.
  let levels: readonly NumberReading[] = []
  const callback: BatchObservableCallback = result => {
    const observe = (name: string, value: number, labels: Labels) =>
      result.observe(instruments.get(name)!, value, attributesOf(labels))
    const readings = sources.read()
    const levelsNow = [...readings.numbers].filter(({ metric }) => metric.kind === 'gauge')
    for (const { metric, labels } of levels) readings.addNumber(metric, labels, 0)
    levels = levelsNow
    for (const { metric, labels, value } of readings.numbers) observe(metric.name, value, labels)
    for (const reading of readings.histograms) observeHistogram(reading, observe)
  }
  meter.addBatchObservableCallback(callback, observables)
  return {
    [Symbol.dispose]: () => meter.removeBatchObservableCallback(callback, observables),
  }
}

function createInstruments(meter: Meter, { name, kind, unit, help }: MetricDefinition): [string, Observable][] {
  const counter = (part: string, partUnit: string, description: string): [string, Observable] => {
    const partName = `${name}${part}`
    return [partName, meter.createObservableCounter(partName, { unit: partUnit, description })]
  }
  switch (kind) {
    case 'counter':
      return [counter('', unit, help)]
    case 'gauge':
      // Levels that add up are no gauges to OpenTelemetry.
      return [[name, meter.createObservableUpDownCounter(name, { unit, description: help })]]
    case 'histogram':
      return [
        counter('.bucket', '{transfer}', `${help}: how many took at most so many seconds`),
        counter('.sum', unit, `${help}: together`),
        counter('.count', '{transfer}', `${help}: how many there were`),
      ]
  }
}

function observeHistogram(
  { metric, labels, distribution }: HistogramReading,
  observe: (name: string, value: number, labels: Labels) => void,
): void {
  const { boundsSeconds, counts, sumSeconds } = distribution
  let atMost = 0
  counts.forEach((count, i) => {
    atMost += count
    observe(`${metric.name}.bucket`, atMost, { ...labels, le: String(boundsSeconds[i] ?? '+Inf') })
  })
  observe(`${metric.name}.sum`, sumSeconds, labels)
  observe(`${metric.name}.count`, atMost, labels)
}

function attributesOf(labels: Labels): Attributes {
  return Object.fromEntries(Object.entries(labels).map(([label, value]) => [attributeOf[label as Label], value]))
}
