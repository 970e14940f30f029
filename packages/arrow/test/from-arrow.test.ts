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
  i128,
  list,
  option,
  result,
  struct,
  tuple,
  u8,
  u16,
  u32,
  u64,
  u128,
  unit,
  utf8,
  variant,
} from '@spillway/column'
import {
  Binary,
  Data,
  type DataType,
  DateDay,
  Decimal,
  DenseUnion,
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
  RecordBatch,
  Schema,
  SparseUnion,
  Struct,
  Table,
  TimestampMillisecond,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  Utf8,
  Utf8View,
  Vector,
  vectorFromArray,
} from 'apache-arrow'
import { describe, expect, test } from 'vitest'
import { fromTable, fromVector, HeldBatch, recordBatchBytes, toRecordBatch } from '../src/index.js'

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
    ['nothing but nulls for numbers', i32, [null, null], new Null(), /^vector is null in row 0, but i32 is no option/],
    ['numbers for units', unit, [1, 2], new Int32(), /^vector is Int32, not nulls/],
    ['bytes for characters', char, [new Uint8Array(1)], new Binary(), /^vector is Binary, not strings/],
    ['strings for characters', char, ['ab'], new Utf8(), /^vector in row 0: row: expected a string of one/],
  ])('%s', (_name, type, values, arrow, why) => {
    const read = () => fromVector(type, vectorFromArray(values as never[], arrow))
    expect(read).toThrow(TypeError)
    expect(read).toThrow(why)
  })
})

test('a byte order mark is a character like any other', () => {
  const text = '\ufeffid,name'
  const many = [text, '\ufeff', 'inside \ufeff of a longer one', '']
  for (const type of [new Utf8(), new LargeUtf8(), new Utf8View(), new Dictionary(new Utf8View(), new Int32())])
    expect([...fromVector(utf8, vectorFromArray(many, type))]).toEqual(many)
  for (const type of [new Utf8(), new LargeUtf8(), new Utf8View()])
    expect([...fromVector(option(char), vectorFromArray(['\ufeff', null, 'a', '😀'], type))]).toEqual([
      '\ufeff',
      null,
      'a',
      '😀',
    ])
})

test('views that point nowhere are refused', () => {
  const views = new Uint8Array(16)
  const words = new DataView(views.buffer)
  words.setInt32(0, 13, true)
  for (const [buffer, offset] of [
    [1, 0],
    [0, 8],
    [0, -1],
  ] as const) {
    words.setInt32(8, buffer, true)
    words.setInt32(12, offset, true)
    const data = new Data(new Utf8View(), 0, 1, 0, { 1: views } as never, [], undefined, [new Uint8Array(20)])
    expect(() => fromVector(utf8, new Vector([data]))).toThrow(/^vector in row 0 has bytes that are not there/)
  }
})

describe('decimals', () => {
  const decimals = (bitWidth: number, ...words: number[]) => {
    const values = Uint32Array.from(words)
    const type = new Decimal(2, 9, bitWidth)
    return new Vector([new Data(type, 0, (32 * words.length) / bitWidth, 0, { 1: values } as never)])
  }
  test('of 128 bits are wide integers', () => {
    const minusOne = [2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1]
    expect([...fromVector(i128, decimals(128, 5, 0, 0, 0, ...minusOne))]).toEqual([5n, -1n])
    expect([...fromVector(u128, decimals(128, 5, 0, 0, 0))]).toEqual([5n])
    expect(() => fromVector(u128, decimals(128, 5, 0, 0, 0, ...minusOne))).toThrow(RangeError)
    expect(() => fromVector(u128, decimals(128, ...minusOne))).toThrow(/^vector is negative in row 0/)
  })

  test.each([32, 64, 256])('of %i bits are refused', bitWidth => {
    const vector = decimals(bitWidth, ...new Array(16).fill(1))
    for (const type of [i128, u128]) {
      expect(() => fromVector(type, vector)).toThrow(TypeError)
      expect(() => fromVector(type, vector)).toThrow(`of ${bitWidth} bits, not values of 16 bytes`)
    }
  })
})

describe('no rows', () => {
  const pair = new Struct([new Field('x', new Int32(), true)])
  test.each<[string, AnyColumnType, DataType]>([
    ['numbers', i64, new Int64()],
    ['strings', utf8, new Utf8()],
    ['strings of a dictionary', utf8, new Dictionary(new Utf8(), new Int32())],
    ['lists', list(i32), new List(item(new Int32()))],
    ['lists of one size', list(i32), new FixedSizeList(2, item(new Int32()))],
    ['structs', struct({ x: i32 }), pair],
    ['absent structs', option(struct({ x: i32 })), pair],
    ['results', result(i32, utf8), new DenseUnion([0, 1], [item(new Int32()), item(new Utf8())])],
    ['variants', variant({ A: i32, B: utf8 }), new SparseUnion([0, 1], [item(new Int32()), item(new Utf8())])],
  ])('of %s', (_name, type, arrow) => {
    const table = new Table(new Schema([new Field('x', arrow, true)]))
    const Row = struct({ x: type })
    for (const empty of [table, tableFromIPC(tableToIPC(table)), tableFromIPC(tableToIPC(table)).batches[0]!])
      expect([...fromTable(Row, empty)]).toEqual([])
  })
})

test('columns of different lengths are as the library reads them', () => {
  const Row = struct({ a: option(i32), b: option(utf8), c: option(list(i32)), n: i32 })
  const columns = {
    a: vectorFromArray([1, 2], new Int32()),
    b: vectorFromArray(['p', 'q', 'r'], new Utf8()),
    c: vectorFromArray([[1], [2, 3]], new List(item(new Int32()))),
    n: vectorFromArray([1, 2, 3, 4, 5], new Int32()),
  }
  const batch = new RecordBatch({
    a: columns.a.data[0]!,
    b: columns.b.data[0]!,
    c: columns.c.data[0]!,
    n: columns.n.data[0]!,
  })
  for (const rows of [new Table(columns), batch, batch.slice(1, 4), batch.slice(3)])
    expect(JSON.stringify([...fromTable(Row, rows)])).toBe(JSON.stringify(rows.toArray()))
})

describe('dictionaries', () => {
  const strings = (...keys: (number | null)[]) => vectorFromArray(keys, new Int32()).data[0]!
  const over = (values: (string | null)[], keys: (number | null)[]) => {
    const type = new Dictionary(new Utf8(), new Int32())
    const { length, nullCount, nullBitmap, values: data } = strings(...keys)
    const buffers = { 1: data, 2: nullBitmap }
    const dictionary = vectorFromArray(values, new Utf8())
    return new Vector([new Data(type, 0, length, nullCount, buffers as never, [], dictionary)])
  }
  test('may have a null among their values', () => {
    expect([...fromVector(option(utf8), over(['a', null, 'b'], [0, 1, 2, 0, null]))]).toEqual([
      'a',
      null,
      'b',
      'a',
      null,
    ])
    expect([...fromVector(utf8, over(['a', null, 'b'], [2, 0]))]).toEqual(['b', 'a'])
    expect(() => fromVector(utf8, over(['a', null, 'b'], [2, 1]))).toThrow(/^vector is null in row 1/)
  })

  test('have a value for every row', () => {
    expect(() => fromVector(utf8, over([], [0, 0]))).toThrow(/^vector in row 0 is value 0 of a dictionary of 0/)
    expect(() => fromVector(option(utf8), over(['a'], [null, 5]))).toThrow(/^vector in row 1 is value 5/)
    expect([...fromVector(option(utf8), over([], [null, null]))]).toEqual([null, null])
  })
})

test('an option that wraps is a struct of its one field', () => {
  const type = new Struct([new Field('other', new Int32(), true)])
  expect(() => fromVector(option(option(i32)), vectorFromArray([{ other: 1 }], type))).toThrow(
    /fields other, not only some/,
  )
})

test('type ids of unions are those of the type, and rows are there', () => {
  const type = new DenseUnion([3, 7], [item(new Int32()), item(new Utf8())])
  const children = [vectorFromArray([1], new Int32()).data[0]!, vectorFromArray(['x'], new Utf8()).data[0]!]
  const read = (typeIds: number[], offsets: number[]) => {
    const buffers = { 0: Int32Array.from(offsets), 3: Int8Array.from(typeIds) }
    const data = new Data(type, 0, 2, 0, buffers as never, children)
    return [...fromVector(variant({ A: i32, B: utf8 }), new Vector([data]))]
  }
  expect(read([7, 3], [0, 0]).map(row => row.value)).toEqual(['x', 1])
  expect(() => read([7, 5], [0, 0])).toThrow(/^vector has type id 5 in row 1/)
  expect(() => read([7, 3], [0, 9])).toThrow(/^vector in row 1 is row 9 of/)
})

test('rows of a union that a null around them hides may say anything', () => {
  const type = new DenseUnion([0, 1], [item(new Int32()), item(new Utf8())])
  const empty = new Data(new Int32(), 0, 0, 0, { 1: new Int32Array(0) } as never)
  const children = [empty, vectorFromArray(['x'], new Utf8()).data[0]!]
  const Row = option(struct({ v: variant({ a: i32, b: utf8 }) }))
  for (const [typeIds, offsets] of [
    [
      [9, 1],
      [0, 0],
    ],
    [
      [1, 1],
      [7, 0],
    ],
    [
      [0, 1],
      [0, 0],
    ],
  ] as const) {
    const buffers = { 0: Int32Array.from(offsets), 3: Int8Array.from(typeIds) }
    const union = new Data(type, 0, 2, 0, buffers as never, children)
    const structs = new Data(new Struct([new Field('v', type)]), 0, 2, 1, { 2: Uint8Array.of(2) } as never, [union])
    expect([...fromVector(Row, new Vector([structs]))]).toEqual([null, { v: { tag: 'b', value: 'x' } }])
  }
})

test('a table without rows, whose batch has vectors for children', () => {
  const none = new Vector([new Data(new Int32(), 0, 0, 0, { 1: new Int32Array(0) } as never)])
  const table = new Table({ a: none })
  expect([...fromTable(struct({ a: i32 }), table)]).toEqual([])
  const container = recordBatchBytes(table.schema)
  expect(container.byteLength(new HeldBatch(table.batches[0]!))).toBeGreaterThan(0)
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
