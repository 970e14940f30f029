// However long a run is, its readings are few, and its peaks are there.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SampleSeries } from '../src/samples/index.js'

function seriesOf(values: readonly number[], limit: number) {
  const series = new SampleSeries(['rss', 'double'], limit)
  for (const [i, rss] of values.entries()) series.add(i, { rss, double: 2 * rss })
  return series.columns
}

test('readings are kept as they are while there are few', () => {
  expect(seriesOf([5, 3, 4], 4)).toEqual({ seconds: [0, 1, 2], rss: [5, 3, 4], double: [10, 6, 8] })
})

test('two become one when there are too many: the later time, the higher value', () => {
  expect(seriesOf([5, 3, 4, 9, 1], 4)).toEqual({ seconds: [1, 3, 4], rss: [5, 9, 1], double: [10, 18, 2] })
  expect(seriesOf([5, 3, 4, 9, 1, 7, 2, 2, 6], 4)).toEqual({ seconds: [3, 7, 8], rss: [9, 7, 6], double: [18, 14, 12] })
})

test('whatever comes, there are never too many, times go up, and the highest and the last reading are there', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(), { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 20 }),
      (values, half) => {
        const { seconds, rss, double } = seriesOf(values, 2 * half)
        expect(seconds.length).toBeLessThanOrEqual(2 * half)
        expect([...seconds].sort((a, b) => a - b)).toEqual(seconds)
        expect(seconds.at(-1)).toBe(values.length - 1)
        expect(Math.max(...rss)).toBe(Math.max(...values))
        expect(double).toEqual(rss.map(value => 2 * value))
      },
    ),
  )
})

test.each([0, 1, 3, 2.5])('a limit of %d is refused', limit => {
  expect(() => new SampleSeries(['a'], limit)).toThrow(RangeError)
})
