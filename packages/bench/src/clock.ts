// Time, in the units of the reports. `performance.now` would do, but counts in doubles of milliseconds.

/** Microseconds that `work` takes on this thread. */
export function timeUs(work: () => void): number {
  const start = process.hrtime.bigint()
  work()
  return Number(process.hrtime.bigint() - start) / 1000
}

/** GiB per second of `byteLength` bytes in `us` microseconds. */
export function gibPerSecond(byteLength: number, us: number): number {
  return (byteLength / 2 ** 30 / us) * 1e6
}
