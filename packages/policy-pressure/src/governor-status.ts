// What a person can read off a governor, to see what it follows and why the budget is what it is.
import type { MemoryReading } from './memory-gauge.js'

/** One limit on the memory of this process, and its reading of now. */
export interface GaugeStatus extends MemoryReading {
  /** `cgroup v1 /sys/fs/cgroup/memory/app`, `machine`. */
  readonly name: string
}

/** What `MemoryGovernor.status()` returns. */
export interface GovernorStatus {
  /** `following` moves the budget; `fixed` leaves it as it was, for want of anything to follow. */
  readonly state: 'following' | 'fixed'
  /** Why it is `fixed`. */
  readonly reason: string | undefined
  readonly capacityBytes: number
  readonly minBytes: number
  readonly maxBytes: number
  /** Every limit on this process's memory, and how full it is now. */
  readonly gauges: readonly GaugeStatus[]
  /** The file that tells how long tasks stood still, if the kernel has it. */
  readonly stallSource: string | undefined
  /** How often it took a reading, shrank and grew the budget, on all threads together. */
  readonly readings: number
  readonly shrinks: number
  readonly growths: number
}
