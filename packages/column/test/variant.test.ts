// A variant has two forms of its discriminant, for one tag and for several. Are both exactly the reference's, and does each follow from the
// rows alone?

import { expect, test } from 'vitest'
import { Column, u8, u64, unit, utf8, variant } from '../src/index.js'
import { bodyOfColumn } from './support/columns.js'
import { bodyOf, littleEndian } from './support/model.js'

const V = variant({ A: u64, B: utf8, C: unit })
const words = (...values: number[]) => littleEndian(values, 8)
const none = new Uint8Array(0)

function column(...rows: Parameters<Column<typeof V>['push']>[0][]): Column<typeof V> {
  const made = new Column(V)
  for (const row of rows) made.push(row)
  return made
}

test('no rows: no tags, no offsets', () => {
  expect(bodyOfColumn(column())).toEqual(bodyOf([none, none, none, words(0), none, none]))
})

test('one tag: its number plus one, and how many', () => {
  expect(bodyOfColumn(column({ tag: 'A', value: 7n }, { tag: 'A', value: 8n }))).toEqual(
    bodyOf([words(7, 8), none, none, words(0), none, words(1, 2)]),
  )
  expect(bodyOfColumn(column({ tag: 'C', value: null }))).toEqual(
    bodyOf([none, none, none, words(1), none, words(3, 1)]),
  )
})

test('several tags: each row its tag, and its place among its own', () => {
  const mixed = column(
    { tag: 'C', value: null },
    { tag: 'C', value: null },
    { tag: 'A', value: 7n },
    { tag: 'C', value: null },
  )
  const expected = bodyOf([words(7), none, none, words(3), Uint8Array.of(2, 2, 0, 2), words(0, 1, 0, 2)])
  expect(bodyOfColumn(mixed)).toEqual(expected)
  expect([...Column.fromBytes(V, expected)]).toEqual([...mixed])
})

test('rows that were pushed and undone leave no trace', () => {
  const Pair = variant({ A: u8, B: variant({ X: u8, Y: utf8 }) })
  const pairs = new Column(Pair)
  pairs.push({ tag: 'A', value: 1 })
  const body = bodyOfColumn(pairs)
  expect(() => pairs.push({ tag: 'B', value: { tag: 'Y', value: 5 as unknown as string } })).toThrow(/row\(B\)\(Y\)/)
  expect(bodyOfColumn(pairs)).toEqual(body)
})

test('no rows of a tag are no rows: the size is that of what is written', () => {
  const leaves = [new BigUint64Array(0), new BigUint64Array(0), new Uint8Array(0), BigUint64Array.of(0n)] as const
  const only = Column.fromLeaves(V, ...leaves, new Uint8Array(0), BigUint64Array.of(1n, 0n))
  expect([only.length, Buffer.concat(only.slices()).length]).toEqual([0, only.byteLength])
  expect(bodyOfColumn(only)).toEqual(bodyOfColumn(column()))
  expect(only.leaves().map(leaf => leaf.length)).toEqual(
    column()
      .leaves()
      .map(leaf => leaf.length),
  )
})

test('what is split off a mixed column has the form of its own rows', () => {
  const mixed = column({ tag: 'A', value: 1n }, { tag: 'A', value: 2n }, { tag: 'B', value: 'x' })
  const [head, tail] = mixed.split(2)
  expect(bodyOfColumn(head)).toEqual(bodyOf([words(1, 2), none, none, words(0), none, words(1, 2)]))
  expect(bodyOfColumn(tail)).toEqual(bodyOf([none, words(1), Uint8Array.of(120), words(0), none, words(2, 1)]))
})
