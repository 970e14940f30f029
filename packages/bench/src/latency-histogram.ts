// How long calls took, as counts of calls by duration: small enough for every row of a report, and fine enough to draw. The buckets are
// the same in all rows, so that rounds can be added up.

const bucketsPerDoubling = 8
/** Shorter ones count as this: a clock's tick. */
const shortestUs = 2 ** -5

export interface LatencyHistogram {
  /** Bucket `i` has the calls of 2 ** (i / bucketsPerDoubling) microseconds and more, up to where the next one begins. */
  readonly bucketsPerDoubling: typeof bucketsPerDoubling
  /** The bucket of `counts[0]`; it may be negative. */
  readonly firstBucket: number
  readonly counts: readonly number[]
}

/** `samples` are microseconds; at least one. */
export function latencyHistogram(samples: readonly number[]): LatencyHistogram {
  if (samples.length === 0) throw new RangeError('no samples')
  const buckets = samples.map(us => Math.floor(Math.log2(Math.max(us, shortestUs)) * bucketsPerDoubling))
  const firstBucket = buckets.reduce((a, b) => Math.min(a, b))
  const counts = new Array<number>(buckets.reduce((a, b) => Math.max(a, b)) - firstBucket + 1).fill(0)
  for (const bucket of buckets) counts[bucket - firstBucket]! += 1
  return { bucketsPerDoubling, firstBucket, counts }
}

/** All calls of `histograms`; at least one histogram. */
export function addHistograms(histograms: readonly LatencyHistogram[]): LatencyHistogram {
  const firstBucket = Math.min(...histograms.map(one => one.firstBucket))
  const end = Math.max(...histograms.map(one => one.firstBucket + one.counts.length))
  const counts = new Array<number>(end - firstBucket).fill(0)
  for (const { firstBucket: first, counts: own } of histograms) {
    for (const [i, count] of own.entries()) counts[first - firstBucket + i]! += count
  }
  return { bucketsPerDoubling, firstBucket, counts }
}

/**
 * The distribution as a line: one call in `oneIn` took at least `us` microseconds. Begins with all calls, ends with the slowest one; `us`
 * is the lower edge of a bucket.
 */
export function slowestCalls({ firstBucket, counts }: LatencyHistogram): readonly { oneIn: number; us: number }[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  let slower = total
  return counts.flatMap((count, i) => {
    const point = { oneIn: total / slower, us: 2 ** ((firstBucket + i) / bucketsPerDoubling) }
    slower -= count
    return count === 0 ? [] : [point]
  })
}
