// What a portable pager counts, in the words of `pager-stats.ts`. Only numbers: what they are about is told elsewhere.
import type { LatencyHistogram, PagerCounters } from './pager-stats.js'

const buckets = 24

/** `counts[i]` took less than `2 ** i` microseconds; the last one takes the rest. */
export class Latency {
  readonly #counts: number[] = new Array(buckets).fill(0)
  #totalNanoseconds = 0

  add(milliseconds: number): void {
    const bucket = 32 - Math.clz32(Math.min(milliseconds * 1000, 2 ** 31))
    this.#counts[Math.min(bucket, buckets - 1)]!++
    this.#totalNanoseconds += Math.round(milliseconds * 1e6)
  }

  histogram(): LatencyHistogram {
    return { counts: [...this.#counts], totalNanoseconds: this.#totalNanoseconds }
  }
}

export class PortableCounters {
  readonly readLatency = new Latency()
  readonly writeLatency = new Latency()
  bytesWritten = 0
  bytesRead = 0
  prefetchMisses = 0
  noSpaceErrors = 0
  ioErrors = 0
  checksumFailures = 0
  handlesLeaked = 0

  /** All the counters of `PagerStats`. Transfers happen inside the call that asks for them, so nothing is elided, hit or stalled. */
  snapshot(): PagerCounters {
    return {
      bytesWritten: this.bytesWritten,
      bytesRead: this.bytesRead,
      writesElided: 0,
      prefetchHits: 0,
      prefetchMisses: this.prefetchMisses,
      stalls: 0,
      stallNanoseconds: 0,
      pageoutsDeclined: 0,
      noSpaceErrors: this.noSpaceErrors,
      ioErrors: this.ioErrors,
      checksumFailures: this.checksumFailures,
      handlesLeaked: this.handlesLeaked,
    }
  }
}
