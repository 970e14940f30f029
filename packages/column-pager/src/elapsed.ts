// How long the calling thread was at something: what `durationNs` of an event says.

/** Nanoseconds since `began`, which is a reading of `performance.now()`. */
export function nanosecondsSince(began: number): number {
  return Math.round((performance.now() - began) * 1e6)
}
