// What a run held and moved, over time: read by the main thread, which only waits, from the kernel and from counters that the workers
// keep anyway. Made only when somebody wants the page that `timeline-page.ts` draws of it.
import { type SampleColumns, SampleSeries } from '@spillway/report/samples'
import { readMemory } from './memory-meter.js'
import type { PagingUsage } from './paging-session.js'
import type { ProgressCounters } from './progress-counters.js'

const names = ['rssBytes', 'keptBytes', 'pagerBytes', 'storedBytes', 'bytesPagedOut', 'bytesPagedIn'] as const

/** Lists of equal length; `seconds` are of `performance.now()`. */
export type RunSamples = SampleColumns<(typeof names)[number]>

const INTERVAL_MS = 25
const MOST_SAMPLES = 480

export class RunTimeline {
  readonly #usage: () => PagingUsage
  readonly #counters: ProgressCounters
  readonly #series = new SampleSeries(names, MOST_SAMPLES)
  #timer: NodeJS.Timeout | undefined

  constructor(usage: () => PagingUsage, counters: ProgressCounters) {
    this.#usage = usage
    this.#counters = counters
  }

  start(): void {
    this.#read()
    this.#timer = setInterval(() => this.#read(), INTERVAL_MS)
    this.#timer.unref()
  }

  /** Reads once more, and returns everything that was read. */
  stop(): RunSamples {
    clearInterval(this.#timer)
    this.#read()
    return this.#series.columns
  }

  #read(): void {
    this.#series.add(performance.now() / 1e3, {
      rssBytes: readMemory().rssBytes,
      ...this.#usage(),
      bytesPagedOut: this.#counters.read('bytesPagedOut'),
      bytesPagedIn: this.#counters.read('bytesPagedIn'),
    })
  }
}
