// How long each call of a verb took on the thread that made it. Keeps every sample, in memory that is there from the start.
import { latencyHistogram } from '../latency-histogram.js'
import type { VerbLatency } from '../pressure/run-result.js'
import { percentile } from '../statistics.js'

export class VerbClock {
  #samples: Float64Array
  #count = 0

  /** Up to `calls` calls will be timed. */
  constructor(calls: number) {
    this.#samples = new Float64Array(calls)
  }

  time<T>(verb: () => T): T {
    const start = performance.now()
    const result = verb()
    this.add((performance.now() - start) * 1000)
    return result
  }

  add(us: number): void {
    if (this.#count === this.#samples.length) throw new RangeError(`more than ${this.#count} calls`)
    this.#samples[this.#count++] = us
  }

  /** Microseconds of each call so far. */
  get samples(): Float64Array {
    return this.#samples.subarray(0, this.#count)
  }
}

export function verbLatency(samples: readonly number[]): VerbLatency {
  return {
    count: samples.length,
    p50Us: percentile(samples, 0.5),
    p99Us: percentile(samples, 0.99),
    maxUs: percentile(samples, 1),
    histogram: latencyHistogram(samples),
  }
}
