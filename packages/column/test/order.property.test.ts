// Is `compare` a total order, the one that is documented, and does sorting follow it?

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Prefixes } from '../src/prefixes.js'
import { everyForm, typedColumn } from './support/columns.js'
import { modelAndRows } from './support/composite-models.js'
import { leaves } from './support/leaf-models.js'
import type { Model } from './support/model.js'

test('compare gives the order of the model, between all forms', () => {
  fc.assert(
    fc.property(modelAndRows(8), ([model, rows]) => {
      const columns = Object.values(everyForm(model, rows))
      for (const [k, column] of columns.entries()) {
        const other = columns[(k + 1) % columns.length]!
        rows.forEach((a, i) => {
          rows.forEach((b, j) => {
            expect(Math.sign(column.compare(i, other, j)), `rows ${i}, ${j}`).toBe(Math.sign(model.compare(a, b)))
          })
        })
      }
    }),
    { numRuns: 70 },
  )
})

test('compare is antisymmetric, transitive and reflexive', () => {
  fc.assert(
    fc.property(modelAndRows(7), ([model, rows]) => {
      const column = typedColumn(model, rows)
      const compare = (i: number, j: number) => Math.sign(column.compare(i, column, j))
      for (let i = 0; i < rows.length; i++) {
        expect(compare(i, i)).toBe(0)
        for (let j = 0; j < rows.length; j++) {
          expect(compare(i, j) + compare(j, i)).toBe(0)
          for (let k = 0; k < rows.length; k++)
            if (compare(i, j) <= 0 && compare(j, k) <= 0) expect(compare(i, k)).toBeLessThanOrEqual(0)
        }
      }
    }),
    { numRuns: 70 },
  )
})

test('sortPermutation is the stable sort of the model', () => {
  fc.assert(
    fc.property(modelAndRows(60, 2), ([model, rows]) => {
      const sorted = rows.map((_, i) => i).sort((i, j) => model.compare(rows[i], rows[j]) || i - j)
      for (const column of Object.values(everyForm(model, rows))) expect([...column.sortPermutation()]).toEqual(sorted)
    }),
    { numRuns: 70 },
  )
})

test('long columns are sorted, whatever runs they have', () => {
  fc.assert(
    fc.property(modelAndRows(12, 1), fc.integer({ min: 100, max: 700 }), ([model, some], length) => {
      if (some.length === 0) return
      const rows = Array.from({ length }, (_, i) => some[(i * 7919) % some.length])
      const sorted = rows.map((_, i) => i).sort((i, j) => model.compare(rows[i], rows[j]) || i - j)
      expect([...typedColumn(model, rows).sortPermutation()]).toEqual(sorted)
    }),
    { numRuns: 40 },
  )
})

/** What shapes say about their rows to sorting and merging. */
interface Prefixed {
  prefixes(start: number, end: number): Prefixes
}

test('prefixes are in the order of the rows, and say whether they are all of it', () => {
  fc.assert(
    fc.property(modelAndRows(8, 1), ([model, rows]) => {
      const column = typedColumn(model, rows)
      if (/^(tuple|struct|duration)/.test(model.type.name)) return
      const shape = column as unknown as Prefixed
      const prefixes = shape.prefixes(0, rows.length)
      if (rows.length > 0) expect(shape.prefixes(1, rows.length).words).toEqual(prefixes.words.slice(2))
      rows.forEach((a, i) => {
        rows.forEach((b, j) => {
          const order = Math.sign(model.compare(a, b))
          const prefixOrder = prefixes.compare(i, prefixes, j)
          if (prefixOrder !== 0) expect(prefixOrder).toBe(order)
          else if (prefixes.isAll) expect(order).toBe(0)
        })
      })
    }),
    { numRuns: 200 },
  )
})

test('many rows of one leaf are sorted by digits as by comparing', () => {
  for (const [name, model] of Object.entries(leaves)) {
    fc.assert(
      fc.property(fc.array(model.rows as fc.Arbitrary<never>, { minLength: 60, maxLength: 200 }), rows => {
        const sorted = rows.map((_, i) => i).sort((i, j) => model.compare(rows[i]!, rows[j]!) || i - j)
        expect([...typedColumn(model as Model<never>, rows).sortPermutation()], name).toEqual(sorted)
      }),
      { numRuns: 8 },
    )
  }
})

test('strings that differ in their eighth byte only are told apart', () => {
  const rows = ['seven..b', 'seven..a', 'seven..', 'seven..a']
  for (let length = 2; length <= rows.length; length++) {
    const some = rows.slice(0, length)
    const sorted = [...some].sort()
    const permutation = [...typedColumn(leaves.utf8, [...some, ...new Array(60).fill('zzz')]).sortPermutation()]
    expect(permutation.slice(0, length).map(i => rows[i])).toEqual(sorted)
  }
})

test('floats are ordered with -0 before 0 and NaN last, by comparing and by prefixes', () => {
  const rows = [Number.NEGATIVE_INFINITY, -1.5, -1e-30, -0, 0, 1e-30, 1.5, Number.POSITIVE_INFINITY, Number.NaN]
  for (const model of [leaves.f32, leaves.f64]) {
    const column = typedColumn(model, rows)
    rows.forEach((_, i) => {
      rows.forEach((_, j) => {
        expect(Math.sign(column.compare(i, column, j)), `${rows[i]} and ${rows[j]}`).toBe(Math.sign(i - j))
      })
    })
    const many = [...new Array(60).fill(Number.NaN), ...rows.toReversed()]
    const sorted = typedColumn(model, many).sortPermutation()
    expect([...sorted].slice(0, 8).map(i => many.length - 1 - i)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  }
})
