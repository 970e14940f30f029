// Are vectors that the library's own builders and writers made read as columns, and is what does not fit refused with its path?

import { readFileSync } from 'node:fs'
import {
  type AnyColumnType,
  bool,
  bytes,
  Column,
  char,
  f32,
  f64,
  i16,
  i32,
  i64,
  list,
  option,
  result,
  struct,
  tuple,
  u8,
  u16,
  u32,
  u64,
  utf8,
} from '@spillway/column'
import {
  Binary,
  type DataType,
  DateDay,
  Dictionary,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float16,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  LargeUtf8,
  List,
  Map_,
  Null,
  Struct,
  Table,
  TimestampMillisecond,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  Utf8,
  Utf8View,
  vectorFromArray,
} from 'apache-arrow'
import { describe, expect, test } from 'vitest'
import { fromTable, fromVector, toRecordBatch } from '../src/index.js'

const item = (type: DataType) => new Field('item', type, true)

test.each<[string, AnyColumnType, unknown[], DataType, unknown[]?]>([
  ['numbers', i32, [1, -2, 3], new Int32()],
  ['bigints', i64, [1n, -2n], new Int64()],
  ['bigints as numbers', i64.asNumber, [1n, -2n], new Int64(), [1, -2]],
  ['days', i32, [new Date('1970-01-03')], new DateDay(), [2]],
  ['milliseconds', i64.asNumber, [1234], new TimestampMillisecond()],
  ['strings', utf8, ['a', '', 'é'], new Utf8()],
  ['strings with 64-bit offsets', utf8, ['a', '', 'é'], new LargeUtf8()],
  ['views of strings', utf8, ['a', 'more than twelve bytes', 'é'], new Utf8View()],
  ['strings of a dictionary', utf8, ['a', 'b', 'a', 'c', 'a'], new Dictionary(new Utf8(), new Int32())],
  [
    'nulls and strings of a dictionary',
    option(utf8),
    ['a', null, 'a', 'c', null],
    new Dictionary(new Utf8(), new Int16()),
  ],
  ['byte strings', bytes, [Uint8Array.of(1), Uint8Array.of()], new Binary()],
  ['characters', char, ['a', '😀'], new Utf8()],
  ['booleans with nulls', option(bool), [true, null, false], (vectorFromArray([true]) as { type: DataType }).type],
  ['floats with nulls', option(f64), [0.5, null, -1], new Float64()],
  ['floats without nulls in an option', option(f64), [0.5, -1], new Float64()],
  ['nothing but nulls', option(f64), [null, null], new Null()],
  ['no rows', option(utf8), [], new Utf8()],
  ['lists', list(utf8), [['a'], [], ['b', 'c']], new List(item(new Utf8()))],
  [
    'lists with nulls in and among them',
    option(list(option(i32))),
    [[1, null], null, [], [2]],
    new List(item(new Int32())),
  ],
  [
    'lists of one size',
    list(i32),
    [
      [1, 2],
      [3, 4],
    ],
    new FixedSizeList(2, item(new Int32())),
  ],
  [
    'structs',
    struct({ y: utf8, x: i32 }),
    [{ x: 1, y: 'a' }],
    new Struct([new Field('x', new Int32()), new Field('y', new Utf8())]),
  ],
  [
    'structs as tuples',
    tuple(i32, utf8),
    [{ x: 1, y: 'a' }],
    new Struct([new Field('x', new Int32()), new Field('y', new Utf8())]),
    [[1, 'a']],
  ],
  [
    'nulls among structs',
    option(struct({ x: i32 })),
    [{ x: 1 }, null],
    new Struct([new Field('x', new Int32(), true)]),
  ],
  [
    'wrapped nulls',
    option(option(i32)),
    [{ some: 1 }, null, { some: null }],
    new Struct([new Field('some', new Int32(), true)]),
  ],
])('%s', (_name, type, values, arrow, rows = values) => {
  const vector = vectorFromArray(values as never[], arrow)
  expect([...fromVector(type, vector)]).toEqual(rows)
  const read = tableFromIPC(tableToIPC(new Table({ vector }), 'stream')).getChild('vector')!
  expect([...fromVector(type, read)]).toEqual(rows)
  if (rows.length > 1) expect([...fromVector(type, vector.slice(1))]).toEqual(rows.slice(1))
})

test('maps are lists of keys and values', () => {
  const entries = new Struct([new Field('key', new Utf8(), false), new Field('value', new Int32(), true)])
  const vector = vectorFromArray([{ a: 1, b: 2 }, {}], new Map_(new Field('entries', entries as never, false)))
  expect([...fromVector(list(tuple(utf8, i32)), vector)]).toEqual([
    [
      ['a', 1],
      ['b', 2],
    ],
    [],
  ])
})

test('several chunks are one column', () => {
  const vector = vectorFromArray(['a', 'b'], new Utf8()).concat(vectorFromArray(['c'], new Utf8()))
  const column = fromVector(utf8, vector)
  expect([column.form, ...column]).toEqual(['typed', 'a', 'b', 'c'])
})

test('numbers and the bytes of strings are not copied', () => {
  const floats = new Float64Array([1, 2, 3])
  const column = fromTable(struct({ x: f64 }), tableFromArrays({ x: floats }))
  expect([column.form, column.leaves()[0]!.buffer]).toEqual(['bytes', floats.buffer])
  const text = vectorFromArray(['a', 'b'], new Utf8())
  expect(fromVector(utf8, text).leaves()[1]!.buffer).toBe(text.data[0]!.values.buffer)
})

describe('what does not fit is refused', () => {
  const pair = new Struct([new Field('x', new Int32(), true), new Field('y', new Utf8())])
  test.each<[string, AnyColumnType, unknown[], DataType, RegExp]>([
    ['a null', f64, [1, null], new Float64(), /^vector is null in row 1, but f64 is no option/],
    [
      'a null in a struct',
      struct({ x: i32 }),
      [
        { x: 1, y: '' },
        { x: null, y: '' },
      ],
      pair,
      /^vector\.x is null in row 1/,
    ],
    ['a null in a list', list(i32), [[1], [2, null]], new List(item(new Int32())), /^vector\[\] is null in row 2/],
    [
      'a null beside absent structs',
      option(struct({ x: i32 })),
      [null, { x: null, y: '' }],
      pair,
      /^vector\.x is null in row 1/,
    ],
    ['half floats for integers', u16, [1], new Float16(), /^vector is Float16/],
    ['floats for integers', i32, [1], new Float32(), /^vector is Float32/],
    ['another width', u32, [1], new Int32(), /^vector is Int32, not what u32 is kept in/],
    ['strings for numbers', u8, ['a'], new Utf8(), /^vector is Utf8/],
    ['numbers for strings', utf8, [1], new Int32(), /^vector is Int32, not strings/],
    ['numbers for booleans', bool, [1], new Int32(), /not booleans/],
    ['numbers for lists', list(i32), [1], new Int32(), /not lists/],
    ['numbers for structs', struct({ x: i32 }), [1], new Int32(), /not a struct/],
    ['a missing field', struct({ z: i32 }), [{ x: 1, y: '' }], pair, /^vector has no field z, only x, y/],
    ['a struct for a union', result(u8, u8), [{ x: 1, y: '' }], pair, /not a union of 2/],
    ['bytes of another width', option(u64), [new Uint8Array(8)], new FixedSizeBinary(8), /^vector is FixedSizeBinary/],
    ['strings for characters', char, ['ab'], new Utf8(), /^vector in row 0: row: expected a string of one/],
  ])('%s', (_name, type, values, arrow, why) => {
    const read = () => fromVector(type, vectorFromArray(values as never[], arrow))
    expect(read).toThrow(TypeError)
    expect(read).toThrow(why)
  })
})

test('the flights that the library wrote to a file', () => {
  const path = new URL('../node_modules/vega-datasets/data/flights-200k.arrow', import.meta.url)
  const table = tableFromIPC(readFileSync(path))
  const Flight = struct({ delay: i16, distance: i16, time: f32 })
  const flights = fromTable(Flight, table)
  expect([flights.length, flights.form]).toEqual([200_000, 'bytes'])
  expect(flights.leaves().map(leaf => leaf.buffer)).toEqual(
    table.batches[0]!.data.children.map(child => child.values.buffer),
  )
  for (const i of [0, 1, 99_999, 199_999]) expect(flights.get(i)).toEqual(table.get(i)!.toJSON())

  const sorted = new Column(Flight)
  sorted.gather(flights, flights.sortPermutation())
  const delays = toRecordBatch(sorted).getChild('delay')!
  expect([...delays]).toEqual([...table.getChild('delay')!].sort((a, b) => a - b))
})
