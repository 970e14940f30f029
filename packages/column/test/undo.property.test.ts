// A row can fail in its last field, when everything before it is already pushed. Is all of that undone, whatever it is?

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bodyOfColumn, expectSame, typedColumn } from './support/columns.js'
import { listOf, modelAndRows, optionOf, tupleOf } from './support/composite-models.js'
import { leaves } from './support/leaf-models.js'
import { encode, type Model } from './support/model.js'

/** Pushes `rows`, each after a bad one, and holds the column against one that never saw those. */
function expectUndone(model: Model, rows: readonly unknown[], bad: (row: unknown) => unknown): void {
  const column = typedColumn(model, [])
  for (const row of rows) {
    expect(() => column.push(bad(row))).toThrow(/^row/)
    column.push(row)
  }
  expectSame(bodyOfColumn(column), encode(model, rows))
}

test('a tuple whose last field is bad', () => {
  fc.assert(
    fc.property(modelAndRows(12, 3), ([model, rows]) => {
      const pair = tupleOf(model, leaves.u8)
      expectUndone(
        pair,
        rows.map((row, i) => [row, i]),
        row => [(row as unknown[])[0], 256],
      )
    }),
    { numRuns: 100 },
  )
})

test('a list whose last element is bad, after many good ones', () => {
  fc.assert(
    fc.property(modelAndRows(60, 2), fc.array(fc.nat(), { maxLength: 5 }), ([model, rows], ends) => {
      const lists = ends.map(end => rows.slice(0, end % (rows.length + 1)))
      const marked = lists.map(list => list.map((row, i) => [row, i]))
      expectUndone(listOf(tupleOf(model, leaves.u8)), marked, list => [
        ...(list as unknown[]),
        ...marked.flat(),
        [0, -1],
      ])
    }),
    { numRuns: 100 },
  )
})

test('bits and ranks, at every length around their words and blocks', () => {
  for (const model of [leaves.bool, tupleOf(leaves.bool, leaves.unit)] as Model[]) {
    for (const [from, to] of [
      [0, 140],
      [1020, 1030],
      [2046, 2050],
    ] as const) {
      const rows = fc.sample(model.rows, { numRuns: to, seed: from })
      for (let length = from; length < to; length++) {
        const list = listOf(tupleOf(model, leaves.u8))
        const good = [rows.slice(0, length).map(row => [row, 0])]
        expectUndone(list, good, () => [...good[0]!, ...rows.slice(0, 70).map(row => [row, 1]), [rows[0], -1]])
      }
    }
  }
})

test('an option of rows at every length around a block', () => {
  const inner = leaves.u8
  for (let length = 1020; length < 1030; length++) {
    const rows = Array.from({ length }, (_, i) => (i % 3 === 0 ? null : i % 256))
    const model = tupleOf(optionOf(inner), leaves.u8)
    expectUndone(model, [[rows[0], 1]], () => [5, -1])
    const lists = listOf(model)
    expectUndone(lists, [rows.map(row => [row, 1])], list => [...(list as unknown[]), ...(list as unknown[]), [1, -1]])
  }
})
