// Medians and percentiles, by hand and against their definitions.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { median, percentile } from '../src/statistics.js'

const samples = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 60 })

describe('median', () => {
  test.each([
    [[5], 5],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected)
  })

  test('has as many samples on one side as on the other', () => {
    fc.assert(
      fc.property(samples, values => {
        const middle = median(values)
        const below = values.filter(value => value < middle).length
        const above = values.filter(value => value > middle).length
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2)
      }),
    )
  })

  test('sorts by size, not by spelling, and leaves its input alone', () => {
    const values = [1000, 9, 80]
    expect(median(values)).toBe(80)
    expect(values).toEqual([1000, 9, 80])
  })

  test('of nothing is a mistake', () => {
    expect(() => median([])).toThrow(RangeError)
  })
})

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i)

  test.each([
    [0, 1],
    [0.01, 1],
    [0.5, 50],
    [0.99, 99],
    [1, 100],
  ])('%d of 1..100 is %d', (q, expected) => {
    expect(percentile(hundred, q)).toBe(expected)
  })

  test('is the smallest sample that covers its share', () => {
    fc.assert(
      fc.property(samples, fc.double({ noNaN: true, min: 0, max: 1 }), (values, q) => {
        const found = percentile(values, q)
        const covers = (limit: number) => values.filter(value => value <= limit).length >= q * values.length
        expect(values).toContain(found)
        expect(covers(found)).toBe(true)
        const smaller = values.filter(value => value < found)
        if (smaller.length > 0) expect(q > 0 && covers(Math.max(...smaller))).toBe(false)
      }),
    )
  })

  test('refuses shares that are none', () => {
    for (const q of [-0.1, 1.1, Number.NaN]) expect(() => percentile([1], q)).toThrow(RangeError)
  })
})
