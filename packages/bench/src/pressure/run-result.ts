// What a child process says about its run, in one line of JSON on standard output.
import type { ProcessUse } from '../contenders/process-meter.js'

/** Microseconds that one verb took on the thread that called it. */
export interface VerbLatency {
  readonly count: number
  readonly p50Us: number
  readonly p99Us: number
  readonly maxUs: number
}

export interface RunResult extends ProcessUse {
  /** Of the slowest thread. */
  readonly buildSeconds: number
  readonly mergeSeconds: number
  readonly verbs: Readonly<Record<string, VerbLatency>>
  /** What the contender says of itself, one entry per thread. */
  readonly notes: readonly Readonly<Record<string, unknown>>[]
}
