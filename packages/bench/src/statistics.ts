// The few numbers that stand for many samples. No confidence intervals: a shared machine's noise is not normal, so rows carry
// every round beside their median.

/** The value that half of the samples do not exceed; of an even number of samples, the mean of the middle two. */
export function median(samples: readonly number[]): number {
  return (quantile(samples, 0.5, Math.floor) + quantile(samples, 0.5, Math.ceil)) / 2
}

/** The nearest-rank quantile: the smallest sample that at least a share `q` of all samples does not exceed. */
export function percentile(samples: readonly number[], q: number): number {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`a quantile is from 0 to 1, and not ${q}`)
  const sorted = sort(samples)
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]!
}

function quantile(samples: readonly number[], q: number, round: (position: number) => number): number {
  const sorted = sort(samples)
  return sorted[round(q * (sorted.length - 1))]!
}

function sort(samples: readonly number[]): Float64Array {
  if (samples.length === 0) throw new RangeError('no samples')
  return Float64Array.from(samples).sort()
}
