// One reading of everything that is observed: a number, or a distribution, for every metric and set of labels. Readings of the same
// series add up, whichever sources they came from.
import type { Labels, MetricDefinition } from './metric.js'

/** How many durations fell below each bound, and what all of them took together. */
export interface Distribution {
  /** Upper bounds in seconds, ascending; one fewer than there are counts. */
  readonly boundsSeconds: readonly number[]
  /** Of each bucket by itself; the last one is of what exceeds every bound. */
  readonly counts: readonly number[]
  readonly sumSeconds: number
}

/** The value of one series. */
export interface NumberReading {
  readonly metric: MetricDefinition
  readonly labels: Labels
  readonly value: number
}

/** The distribution of one series. */
export interface HistogramReading {
  readonly metric: MetricDefinition
  readonly labels: Labels
  readonly distribution: Distribution
}

/** What `MetricSources.read` returns, for an exporter of your own: every series once. */
export class Readings {
  readonly #numbers = new Map<string, NumberReading>()
  readonly #histograms = new Map<string, HistogramReading>()

  get numbers(): Iterable<NumberReading> {
    return this.#numbers.values()
  }

  get histograms(): Iterable<HistogramReading> {
    return this.#histograms.values()
  }

  /** Adds `value` to what the series has. */
  addNumber(metric: MetricDefinition, labels: Labels, value: number): void {
    const key = keyOf(metric, labels)
    this.#numbers.set(key, { metric, labels, value: value + (this.#numbers.get(key)?.value ?? 0) })
  }

  /** All distributions of one metric have the same bounds. */
  addHistogram(metric: MetricDefinition, labels: Labels, distribution: Distribution): void {
    const key = keyOf(metric, labels)
    const before = this.#histograms.get(key)?.distribution
    const sum = before === undefined ? distribution : addDistributions(before, distribution)
    this.#histograms.set(key, { metric, labels, distribution: sum })
  }

  /** Adds all of `other`. */
  addAll(other: Readings): void {
    for (const { metric, labels, value } of other.numbers) this.addNumber(metric, labels, value)
    for (const { metric, labels, distribution } of other.histograms) this.addHistogram(metric, labels, distribution)
  }

  /** Adds what `other` counted, and no level of it. */
  addCounters(other: Readings): void {
    for (const { metric, labels, value } of other.numbers) {
      if (metric.kind === 'counter') this.addNumber(metric, labels, value)
    }
    for (const { metric, labels, distribution } of other.histograms) this.addHistogram(metric, labels, distribution)
  }
}

function keyOf(metric: MetricDefinition, labels: Labels): string {
  return JSON.stringify([metric.name, ...metric.labels.map(label => labels[label])])
}

function addDistributions(a: Distribution, b: Distribution): Distribution {
  return {
    boundsSeconds: a.boundsSeconds,
    counts: a.counts.map((count, i) => count + b.counts[i]!),
    sumSeconds: a.sumSeconds + b.sumSeconds,
  }
}
