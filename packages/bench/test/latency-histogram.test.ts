// A histogram says of a distribution what its samples said, within the width of a bucket.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addHistograms, latencyHistogram, slowestCalls } from '../src/latency-histogram.js'
import { percentile } from '../src/statistics.js'

const samples = fc.array(fc.double({ min: 0.05, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 200 })

test('calls are counted by eighths of a doubling', () => {
  expect(latencyHistogram([1, 1.05, 2, 3.99])).toEqual({
    bucketsPerDoubling: 8,
    firstBucket: 0,
    counts: [2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1],
  })
  expect(latencyHistogram([0, 0.5])).toMatchObject({ firstBucket: -40, counts: { length: 33, 0: 1, 32: 1 } })
  expect(() => latencyHistogram([])).toThrow(RangeError)
})

test('adding is counting all samples', () => {
  fc.assert(
    fc.property(samples, samples, (a, b) => {
      expect(addHistograms([latencyHistogram(a), latencyHistogram(b)])).toEqual(latencyHistogram([...a, ...b]))
    }),
  )
})

test('the line begins with all calls, ends with the slowest, and tells every percentile to a tenth', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 100 }), (all, oneIn) => {
      const line = slowestCalls(latencyHistogram(all))
      expect(line[0]!.oneIn).toBe(1)
      expect(line.at(-1)!.us).toBeLessThanOrEqual(Math.max(...all) * 1.000001)
      expect(line.at(-1)!.us * 2 ** (1 / 8)).toBeGreaterThan(Math.max(...all) * 0.999999)
      const told = line.findLast(point => point.oneIn <= oneIn)!.us
      // At least one call in `oneIn` took as long as the line says, and not so many took longer than its bucket.
      const slower = (us: number) => all.filter(sample => sample >= us).length / all.length
      expect(slower(told * 0.999999)).toBeGreaterThanOrEqual(1 / oneIn - 1e-9)
      expect(told).toBeGreaterThan((percentile(all, 1 - 1 / oneIn) / 2 ** (1 / 8)) * 0.999999)
    }),
  )
})
