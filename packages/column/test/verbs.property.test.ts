// Do the verbs of a merge do with rows in columns what arrays do with the rows themselves?

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Column } from '../src/index.js'
import { bodyOfColumn, everyForm, expectSame, typedColumn } from './support/columns.js'
import { anyModel, modelAndRows, optionOf, resultOf } from './support/composite-models.js'
import { leaves } from './support/leaf-models.js'
import { encode, type Model } from './support/model.js'

/** Two lists of rows of one type, and numbers to choose with. */
const twoLists = modelAndRows(20).chain(([model, rows]) =>
  fc.tuple(
    fc.constant(model),
    fc.constant(rows),
    fc.array(model.rows, { maxLength: 10 }),
    fc.array(fc.nat(), { maxLength: 30 }),
  ),
)

test('appendRange adds the same rows as pushing them, from every form', () => {
  fc.assert(
    fc.property(twoLists, fc.nat(), fc.nat(), ([model, rows, before], a, b) => {
      const [start, end] = [a % (rows.length + 1), b % (rows.length + 1)].sort((x, y) => x - y) as [number, number]
      for (const source of Object.values(everyForm(model, rows))) {
        const column = typedColumn(model, before)
        column.appendRange(source, start, end)
        column.appendRange(source)
        expectSame(bodyOfColumn(column), encode(model, [...before, ...rows.slice(start, end), ...rows]))
      }
    }),
    { numRuns: 70 },
  )
})

test('gather adds the chosen rows in the chosen order', () => {
  fc.assert(
    fc.property(twoLists, ([model, rows, before, choices]) => {
      const indices = rows.length === 0 ? [] : choices.map(n => n % rows.length)
      for (const source of Object.values(everyForm(model, rows))) {
        const column = typedColumn(model, before)
        column.gather(source, indices)
        expectSame(bodyOfColumn(column), encode(model, [...before, ...indices.map(i => rows[i])]))
      }
    }),
    { numRuns: 70 },
  )
})

test('interleave adds the chosen rows of the chosen columns', () => {
  fc.assert(
    fc.property(twoLists, ([model, rows, others, choices]) => {
      const lists = [rows, others, rows.toReversed()]
      const picks = choices
        .map(n => [n % 3, Math.floor(n / 3)] as const)
        .filter(([k]) => lists[k]!.length > 0)
        .map(([k, n]) => [k, n % lists[k]!.length] as const)
      const column = typedColumn(model, others)
      column.interleave(
        lists.map(list => Column.fromBytes(model.type, encode(model, list))),
        picks.map(([k]) => k),
        picks.map(([, i]) => i),
      )
      expectSame(bodyOfColumn(column), encode(model, [...others, ...picks.map(([k, i]) => lists[k]![i])]))
    }),
    { numRuns: 70 },
  )
})

test('split gives the rows before and the rows from there on', () => {
  fc.assert(
    fc.property(modelAndRows(20), fc.nat(), ([model, rows], n) => {
      const at = n % (rows.length + 1)
      const [head, tail] = typedColumn(model, rows).split(at)
      expectSame(bodyOfColumn(head), encode(model, rows.slice(0, at)))
      expectSame(bodyOfColumn(tail), encode(model, rows.slice(at)))
    }),
    { numRuns: 60 },
  )
})

test('the leaves of a column are its rows, pushed to another or viewed as they are', () => {
  fc.assert(
    fc.property(twoLists, ([model, rows, before]) => {
      for (const source of Object.values(everyForm(model, rows))) {
        const column = typedColumn(model, before)
        column.pushLeaf(...source.leaves())
        expectSame(bodyOfColumn(column), encode(model, [...before, ...rows]))
        const view = Column.fromLeaves(model.type, ...source.leaves())
        expect([view.form, view.ownedBuffer, view.reservedBytes]).toEqual(['bytes', undefined, 0])
        expectSame(bodyOfColumn(view), encode(model, rows))
        expectSame([...view], rows)
      }
    }),
    { numRuns: 60 },
  )
})

test('the leaves of a column may be pushed to the column itself, and its view keeps its rows while it grows', () => {
  const models = fc.constantFrom<Model[]>(leaves.bool, optionOf(leaves.u8), resultOf(leaves.bool, leaves.utf8))
  const cases = fc
    .oneof(models, anyModel(2))
    .chain(model => fc.tuple(fc.constant(model), fc.array(model.rows, { minLength: 30, maxLength: 70, size: 'max' })))
  fc.assert(
    fc.property(cases, ([model, rows]) => {
      const column = typedColumn(model, rows)
      const view = Column.fromLeaves(model.type, ...column.leaves())
      column.pushLeaf(...column.leaves())
      expectSame(bodyOfColumn(column), encode(model, [...rows, ...rows]))
      expectSame([...view], rows)
      column.appendRange(view)
      expectSame(bodyOfColumn(column), encode(model, [...rows, ...rows, ...rows]))
    }),
    { numRuns: 100 },
  )
})

test('leaves are the slices, without their padding', () => {
  fc.assert(
    fc.property(modelAndRows(20), ([model, rows]) => {
      const slices = model.slices(rows)
      for (const column of Object.values(everyForm(model, rows))) {
        const leaves = column.leaves().map(leaf => new Uint8Array(leaf.buffer, leaf.byteOffset, leaf.byteLength))
        expect(leaves).toEqual(slices)
      }
    }),
    { numRuns: 60 },
  )
})

test('appendMerged merges two sorted ranges until one is used up', () => {
  fc.assert(
    fc.property(twoLists, fc.nat(), fc.nat(), ([model, some, others], m, n) => {
      const sort = (rows: unknown[]) => [...rows, ...rows].sort(model.compare)
      const [left, right] = [sort(some), sort(others)]
      const [skipLeft, skipRight] = [m % (left.length + 1), n % (right.length + 1)]
      const a = { column: typedColumn(model, left), start: skipLeft, end: left.length }
      const b = { column: Column.fromBytes(model.type, encode(model, right)), start: skipRight, end: right.length }
      const column = typedColumn(model, others)
      column.appendMerged(a, b)
      expect(a.start === a.end || b.start === b.end).toBe(true)
      // What came is sorted, and is what was passed; nothing that is left of the one used up could come before it.
      const merged = [...left.slice(skipLeft, a.start), ...right.slice(skipRight, b.start)].sort(model.compare)
      expectSame(bodyOfColumn(column), encode(model, [...others, ...merged]))
      if (merged.length === 0) return
      const last = merged.at(-1)
      for (const row of [...left.slice(a.start), ...right.slice(b.start)])
        expect(model.compare(last, row)).toBeLessThanOrEqual(0)
      if (a.start === a.end && a.start > skipLeft && b.start > skipRight)
        expect(model.compare(right[b.start - 1], left[a.end - 1])).toBeLessThanOrEqual(0)
      if (b.start === b.end && b.start > skipRight && a.start > skipLeft)
        expect(model.compare(left[a.start - 1], right[b.end - 1])).toBeLessThanOrEqual(0)
    }),
    { numRuns: 70 },
  )
})
