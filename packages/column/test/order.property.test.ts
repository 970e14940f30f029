// Is `compare` a total order, the one that is documented, and does sorting follow it?

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { everyForm, typedColumn } from './support/columns.js'
import { modelAndRows } from './support/composite-models.js'

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
    { numRuns: 150 },
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
    { numRuns: 100 },
  )
})

test('sortPermutation is the stable sort of the model', () => {
  fc.assert(
    fc.property(modelAndRows(60, 2), ([model, rows]) => {
      const sorted = rows.map((_, i) => i).sort((i, j) => model.compare(rows[i], rows[j]) || i - j)
      for (const column of Object.values(everyForm(model, rows))) expect([...column.sortPermutation()]).toEqual(sorted)
    }),
    { numRuns: 150 },
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
