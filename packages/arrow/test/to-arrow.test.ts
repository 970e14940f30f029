// Does Arrow see the rows of a column as rows of its own, and in the same memory?

import {
  bool,
  bytes,
  Column,
  char,
  f64,
  i64,
  i128,
  list,
  option,
  result,
  struct,
  tuple,
  u8,
  u32,
  u64,
  unit,
  utf8,
  variant,
} from '@spillway/column'
import { DataType, Table, tableFromIPC, tableToIPC, type Vector } from 'apache-arrow'
import { describe, expect, test } from 'vitest'
import { fromVector, toRecordBatch, toVector } from '../src/index.js'

/** What Arrow says that the rows are, as JSON. */
function seenBy(vector: Vector): unknown[] {
  const plain = (_: string, value: unknown) =>
    typeof value === 'bigint' ? Number(value) : value instanceof Uint8Array ? [...value] : value
  return JSON.parse(JSON.stringify([...vector], plain))
}

function columnOf<T extends Parameters<typeof Column.fromBytes>[0]>(type: T, rows: unknown[]): Column<T> {
  const column = new Column(type)
  for (const row of rows) column.push(row as never)
  return column
}

test.each([
  ['numbers', u32, [1, 2, 3], [1, 2, 3]],
  ['bigints', i64, [-1n, 2n], [-1, 2]],
  ['numbers of 64 bits', i64.asNumber, [-1, 2], [-1, 2]],
  ['floats', f64, [0.5, -1], [0.5, -1]],
  ['booleans', bool, [true, false, true], [true, false, true]],
  ['units', unit, [null, null], [null, null]],
  ['characters', char, ['a', '😀'], ['a', '😀']],
  ['strings', utf8, ['a', '', 'é'], ['a', '', 'é']],
  ['byte strings', bytes, [Uint8Array.of(1, 2), Uint8Array.of()], [[1, 2], []]],
  ['wide integers', i128, [1n], [[1, ...new Array(15).fill(0)]]],
  ['lists', list(utf8), [['a', 'b'], [], ['c']], [['a', 'b'], [], ['c']]],
  ['tuples', tuple(u8, utf8), [[1, 'x']], [{ 0: 1, 1: 'x' }]],
  [
    'structs',
    struct({ a: u8, b: option(utf8) }),
    [
      { a: 1, b: null },
      { a: 2, b: 'x' },
    ],
    [
      { a: 1, b: null },
      { a: 2, b: 'x' },
    ],
  ],
  ['options', option(utf8), ['a', null, 'b', null], ['a', null, 'b', null]],
  ['options that are all absent', option(list(u8)), [null, null], [null, null]],
  ['options of options', option(option(u8)), [null, { some: null }, { some: 1 }], [null, { some: null }, { some: 1 }]],
  ['results', result(u64, utf8), [{ ok: 1n }, { err: 'no' }, { ok: 2n }], [1, 'no', 2]],
  [
    'variants',
    variant({ A: u8, B: utf8 }),
    [
      { tag: 'B', value: 'x' },
      { tag: 'A', value: 1 },
    ],
    ['x', 1],
  ],
  [
    'variants of one tag',
    variant({ A: u8, B: utf8 }),
    [
      { tag: 'B', value: 'x' },
      { tag: 'B', value: 'y' },
    ],
    ['x', 'y'],
  ],
])('%s', (_name, type, rows, seen) => {
  const vector = toVector(columnOf(type as typeof u32, rows as number[]))
  expect(seenBy(vector)).toEqual(seen)
  expect(vector.nullCount).toBe(seen.filter(row => row === null).length)
})

describe('no copies', () => {
  test('of numbers, in any form', () => {
    const typed = columnOf(f64, [1, 2, 3])
    const body = new Uint8Array(typed.byteLength)
    typed.writeInto(body)
    for (const column of [typed, Column.fromBytes(f64, body)])
      expect(toVector(column).data[0]!.values.buffer).toBe(column.leaves()[0]!.buffer)
  })

  test('of the bytes of strings, and of bits that lie in a body', () => {
    const typed = columnOf(tuple(utf8, bool), [
      ['a', true],
      ['b', false],
    ])
    const body = new Uint8Array(typed.byteLength)
    typed.writeInto(body)
    const [text, bits] = toVector(Column.fromBytes(typed.type, body)).data[0]!.children
    expect(text!.values.buffer).toBe(body.buffer)
    expect(bits!.values.buffer).toBe(body.buffer)
  })

  test('of numbers in an option without nulls', () => {
    const column = columnOf(option(f64), [1, 2])
    expect(toVector(column).data[0]!.values.buffer).toBe(column.leaves()[3]!.buffer)
  })
})

test('a record batch has a field for each field, nullable where it is an option', () => {
  const type = struct({ key: utf8, delay: option(i64) })
  const batch = toRecordBatch(
    columnOf(type, [
      { key: 'a', delay: null },
      { key: 'b', delay: 3n },
    ]),
  )
  expect(batch.schema.fields.map(field => [field.name, String(field.type), field.nullable])).toEqual([
    ['key', 'Utf8', false],
    ['delay', 'Int64', true],
  ])
  const read = tableFromIPC(tableToIPC(new Table([batch]), 'file'))
  expect(read.toArray().map(row => ({ ...row }))).toEqual([
    { key: 'a', delay: null },
    { key: 'b', delay: 3n },
  ])
})

test('only structs are record batches', () => {
  expect(() => toRecordBatch(new Column(tuple(u8)) as never)).toThrow(TypeError)
})

test('a variant has as many tags as Arrow has type ids', () => {
  const of = (count: number) => variant(Object.fromEntries(Array.from({ length: count }, (_, k) => [`t${k}`, u8])))
  const rows = Array.from({ length: 128 }, (_, k) => ({ tag: `t${k}`, value: k }))
  const vector = toVector(columnOf(of(128), rows))
  expect([...vector]).toEqual(rows.map(row => row.value))
  expect([...fromVector(of(128), vector)]).toEqual(rows)
  expect(() => toVector(new Column(of(129)))).toThrow(/128 tags at most/)
})

test('more than 32-bit offsets can say is refused', () => {
  const bounds = BigUint64Array.of(2n ** 31n)
  const fake = { type: list(unit), length: 1, leaves: () => [bounds, BigUint64Array.of(2n ** 31n)] }
  expect(() => toVector(fake as never)).toThrow(/split the column/)
  expect(DataType.isList(toVector(new Column(list(unit))).type)).toBe(true)
})
