// Does consolidating give the sums that a Map gives?

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Column, duration, i8, i64, struct, tuple, u64, utf8 } from '../src/index.js'
import { bodyOfColumn, everyForm, expectSame } from './support/columns.js'
import { anyModel, structOf, tupleOf } from './support/composite-models.js'
import { leaves } from './support/leaf-models.js'
import { encode, type Model } from './support/model.js'

/** Sums the rows whose keys are equal in the eyes of `key`, drops the zeros and sorts. */
function modelConsolidate(key: Model, rows: readonly (readonly unknown[])[]): unknown[][] {
  const groups: unknown[][] = []
  for (const row of rows) {
    const group = groups.find(other => key.compare(other[0], row[0]) === 0)
    if (group === undefined) groups.push([...row])
    else group[1] = (group[1] as bigint) + (row[1] as bigint)
  }
  return groups.filter(row => Number(row[1]) !== 0).sort((a, b) => key.compare(a[0], b[0]))
}

const summed = fc.constantFrom<Model[]>(
  { ...leaves.i64, rows: fc.bigInt({ min: -2n, max: 2n }) },
  { ...leaves.i128, rows: fc.bigInt({ min: -2n, max: 2n }) },
  { ...leaves.i64AsNumber, rows: fc.integer({ min: -2, max: 2 }) },
  { ...leaves.i32, rows: fc.integer({ min: -2, max: 2 }) },
  { ...leaves.u64, rows: fc.bigInt({ min: 0n, max: 2n }) },
)

test('consolidate sums as a Map would, from every form, and changes nothing itself', () => {
  const cases = fc.tuple(anyModel(2), summed).chain(([key, sum]) => {
    const keys = fc.array(key.rows, { minLength: 1, maxLength: 4 })
    return keys.chain(some =>
      fc.tuple(
        fc.constant([key, sum] as const),
        fc.array(fc.tuple(fc.constantFrom(...some), sum.rows), { maxLength: 40 }),
      ),
    )
  })
  fc.assert(
    fc.property(cases, ([[key, sum], rows]) => {
      const model = tupleOf(key, sum)
      const expected = encode(model, modelConsolidate(key, rows))
      for (const column of Object.values(everyForm(model, rows))) {
        const sums = column.consolidate()
        expectSame(bodyOfColumn(sums), expected)
        expectSame(bodyOfColumn(sums.consolidate()), expected)
        expectSame(bodyOfColumn(column), encode(model, rows))
      }
    }),
    { numRuns: 70 },
  )
})

test('structs consolidate too', () => {
  const model = structOf({ key: leaves.utf8, diff: leaves.i32 })
  const column = new Column(model.type)
  for (const [key, diff] of [
    ['b', 1],
    ['a', 2],
    ['b', -1],
    ['a', 3],
  ] as const)
    column.push({ key, diff })
  expect([...column.consolidate()]).toEqual([{ key: 'a', diff: 5 }])
})

test('sorted rows and rows that are all gone', () => {
  const type = tuple(u64, i64)
  const column = new Column(type)
  expect([...column.consolidate()]).toEqual([])
  for (const row of [
    [1n, 1n],
    [1n, -1n],
    [2n, 2n ** 62n],
    [2n, 3n],
  ] as [bigint, bigint][])
    column.push(row)
  expect([...column.consolidate()]).toEqual([[2n, 2n ** 62n + 3n]])
})

test('sums of numbers are exact, however far from safe integers they are on the way', () => {
  const most = Number.MAX_SAFE_INTEGER
  const sumsOf = (diffs: readonly number[]) => {
    const column = new Column(tuple(utf8, i64.asNumber))
    for (const diff of diffs) column.push(['k', diff])
    return [...column.consolidate()].map(([, sum]) => sum)
  }
  expect(sumsOf([most, 2, -most, -2])).toEqual([])
  expect(sumsOf([most, most, 1, 2, -most, -most])).toEqual([3])
  fc.assert(
    fc.property(fc.array(fc.maxSafeInteger(), { minLength: 1, maxLength: 8 }), diffs => {
      const sum = diffs.reduce((all, diff) => all + BigInt(diff), 0n)
      if (sum > BigInt(most) || sum < -BigInt(most)) expect(() => sumsOf(diffs)).toThrow(RangeError)
      else expect(sumsOf(diffs)).toEqual(sum === 0n ? [] : [Number(sum)])
    }),
    { numRuns: 300 },
  )
})

test('a sum that does not fit is an error, and the rows are still there', () => {
  const column = new Column(tuple(utf8, i8))
  column.push(['x', 100])
  column.push(['x', 100])
  expect(() => column.consolidate()).toThrow(RangeError)
  expect([...column]).toEqual([
    ['x', 100],
    ['x', 100],
  ])
})

test('rows without an integer at their end cannot be summed', () => {
  for (const type of [u64, tuple(u64, utf8), struct({ a: i64, b: tuple(i64) }), duration])
    expect(() => new Column(type).consolidate()).toThrow(TypeError)
})
