// One place that limits this process's memory, and how full it is. Swap counts nowhere: it is no memory.

/** One limit, and what is used of it. */
export interface MemoryReading {
  /** What must not be exceeded, in bytes of memory. */
  readonly limitBytes: number
  /** What is used of it and cannot be dropped at once: file cache is left out, swapped memory is not in it. */
  readonly usedBytes: number
}

/** Reads one limit. A cgroup has one, and so has the machine. */
export interface MemoryGauge {
  /** `cgroup v2 /app`, `machine`: for people. */
  readonly name: string
  /** The reading of now, or undefined where there is no limit (any more). */
  read(): MemoryReading | undefined
}
