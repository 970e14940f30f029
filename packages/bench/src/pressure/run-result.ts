// What a child process says about its run, in one line of JSON on standard output.
import type { ProcessUse } from '../contenders/process-meter.js'
import type { LatencyHistogram } from '../latency-histogram.js'

/** Microseconds that one verb took on the thread that called it. */
export interface VerbLatency {
  readonly count: number
  readonly p50Us: number
  readonly p99Us: number
  readonly maxUs: number
  /** Of all calls; absent in reports that were written before it was kept. */
  readonly histogram?: LatencyHistogram | undefined
}

export interface RunResult extends ProcessUse {
  /** Of the slowest thread. */
  readonly buildSeconds: number
  readonly mergeSeconds: number
  readonly verbs: Readonly<Record<string, VerbLatency>>
  /** What the contender says of itself, one entry per thread. */
  readonly notes: readonly Readonly<Record<string, unknown>>[]
}
