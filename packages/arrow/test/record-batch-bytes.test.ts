// Do record batches keep the contract of the seam to a pager, whatever is in them?

import { containerConformance } from '@spillway/column/conformance'
import {
  Bool,
  Data,
  type DataType,
  DateMillisecond,
  DenseUnion,
  Dictionary,
  Field,
  FixedSizeList,
  Float64,
  Int32,
  Int64,
  List,
  Map_,
  makeData,
  Null,
  RecordBatch,
  Schema,
  SparseUnion,
  Struct,
  Table,
  TimestampMicrosecond,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  Utf8,
  Utf8View,
  type Vector,
  vectorFromArray,
} from 'apache-arrow'
import { describe, expect, test } from 'vitest'
import { HeldBatch, recordBatchBytes } from '../src/index.js'

/** A table with most of what Arrow has, made by the library's own builders, with nulls in every column. */
function manyTypes(): Table {
  const day = new Date('2001-02-03')
  return new Table({
    int: vectorFromArray([1, null, 3, -4], new Int32()),
    long: vectorFromArray([1n, 2n, null, 2n ** 62n], new Int64()),
    float: vectorFromArray([0.5, -0, null, Number.NaN], new Float64()),
    bool: vectorFromArray([true, null, false, true], new Bool()),
    text: vectorFromArray(['a', '', null, 'éü'], new Utf8()),
    view: vectorFromArray(['short', 'longer than twelve bytes', null, ''], new Utf8View()),
    day: vectorFromArray([day, null, day, day], new DateMillisecond()),
    time: vectorFromArray([1, null, 3, 4], new TimestampMicrosecond()),
    list: vectorFromArray([['a'], null, [], ['b', 'c']], new List(new Field('item', new Utf8(), true))),
    pair: vectorFromArray([[1, 2], null, [3, 4], [5, 6]], new FixedSizeList(2, new Field('item', new Int32(), true))),
    struct: vectorFromArray(
      [{ x: 1, y: 'p' }, null, { x: 2, y: null }, { x: 3, y: 'q' }],
      new Struct([new Field('x', new Int32(), true), new Field('y', new Utf8(), true)]),
    ),
    dictionary: vectorFromArray(['same', 'other', null, 'same']),
  })
}

/** The rows of a batch, as JSON would show them. */
function rowsOf(batch: RecordBatch): string[] {
  return batch
    .toArray()
    .map(row => JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)))
}

const table = manyTypes()
const { schema } = table
const container = recordBatchBytes(schema)

containerConformance<HeldBatch>(
  {
    container,
    create: () => {
      const batch = manyTypes().batches[0]!
      const read = tableFromIPC(tableToIPC(manyTypes(), 'file')).batches[0]!
      const body = new Uint8Array(Buffer.concat([...container.slices(new HeldBatch(batch))]))
      return [
        new HeldBatch(batch),
        new HeldBatch(batch.slice(0, 0)),
        new HeldBatch(batch.slice(1, 3)),
        new HeldBatch(read),
        container.fromBytes(body),
      ]
    },
    contentsOf: held => rowsOf(held.batch),
    refill: held => {
      held.batch = manyTypes().batches[0]!
    },
    notBodies: [
      new Uint8Array(8),
      new Uint8Array(64).fill(255),
      Uint8Array.of(16, 0, 0, 0, 0, 0, 0, 0, ...new Uint8Array(8)),
    ],
  },
  { describe, test },
)

test('buffers are neither copied on the way out nor on the way in', () => {
  const floats = new Float64Array([1, 2, 3])
  const held = new HeldBatch(tableFromArrays({ x: floats }).batches[0]!)
  const own = recordBatchBytes(held.batch.schema)
  expect([...own.slices(held)].some(slice => slice.buffer === floats.buffer)).toBe(true)
  const body = new Uint8Array(Buffer.concat([...own.slices(held)]))
  const back = own.fromBytes(body)
  expect(back.batch.getChildAt(0)!.data[0]!.values.buffer).toBe(body.buffer)
  expect([...(back.batch.getChildAt(0) as Vector)]).toEqual([1, 2, 3])
})

test('what came back is written by the library as what went out', () => {
  const held = new HeldBatch(table.batches[0]!)
  const back = container.fromBytes(new Uint8Array(Buffer.concat([...container.slices(held)])))
  const again = tableFromIPC(tableToIPC(new Table([back.batch]), 'stream'))
  expect(rowsOf(again.batches[0]!)).toEqual(rowsOf(held.batch))
})

describe('every batch that the library makes comes back', () => {
  const int = (...values: (number | null)[]) => vectorFromArray(values, new Int32())
  const text = (...values: (string | null)[]) => vectorFromArray(values, new Utf8())
  const item = new Field('item', new Int32(), true)
  const pair = new Struct([new Field('x', new Int32(), true), new Field('y', new Utf8(), true)])
  const fields = [new Field('a', new Int32(), true), new Field('b', new Utf8(), true)]
  const nulls = new Table({ none: vectorFromArray([null, null, null, null], new Null()), x: int(1, 2, 3, 4) })

  function unionBatch(type: DataType, length: number, typeIds: number[], children: Data[], valueOffsets?: number[]) {
    const buffers = { 0: valueOffsets && Int32Array.from(valueOffsets), 3: Int8Array.from(typeIds) }
    const union = new Data(type, 0, length, 0, buffers as never, children)
    const struct = new Struct([new Field('union', type, true)])
    return new RecordBatch(new Schema(struct.children), makeData({ type: struct, length, children: [union] }))
  }

  /** Batches of columns of different lengths, which the library makes equally long without making their buffers so. */
  function unequal(short: Vector): RecordBatch[] {
    const long = int(1, 2, 3, 4, 5)
    const batch = new RecordBatch({ short: short.data[0]!, long: long.data[0]! })
    return [batch, batch.slice(1, 4), batch.slice(short.length), ...new Table({ short, long }).batches]
  }

  const sparse = unionBatch(
    new SparseUnion([0, 1], fields),
    4,
    [0, 1, 0, 1],
    [int(1, null, 3, null).data[0]!, text(null, 'x', null, null).data[0]!],
  )
  const dense = unionBatch(
    new DenseUnion([3, 7], fields),
    5,
    [3, 7, 7, 3, 7],
    [int(null, 2, null, null).data[0]!, text('p', null, 'q', null, null, null).data[0]!],
    [0, 0, 1, 1, 2],
  )
  test.each<[string, readonly RecordBatch[]]>([
    ['slices of nothing but nulls', [...nulls.batches, nulls.batches[0]!.slice(1, 3), ...nulls.slice(1, 3).batches]],
    ['unions with more nulls than rows', [sparse, sparse.slice(1, 3), dense, dense.slice(1, 4)]],
    ['short numbers', unequal(int(1, 2, 3))],
    ['short strings', unequal(text('a', '', 'c'))],
    ['short views of strings', unequal(vectorFromArray(['a', 'longer than twelve bytes'], new Utf8View()))],
    ['short booleans', unequal(vectorFromArray([true, false, true], new Bool()))],
    ['short nothing', unequal(vectorFromArray([null, null], new Null()))],
    ['short lists', unequal(vectorFromArray([[1], [], [2, 3]], new List(item)))],
    [
      'short lists of one size',
      unequal(
        vectorFromArray(
          [
            [1, 2],
            [3, null],
          ],
          new FixedSizeList(2, item),
        ),
      ),
    ],
    [
      'short structs',
      unequal(
        vectorFromArray(
          [
            { x: 1, y: 'a' },
            { x: null, y: 'b' },
          ],
          pair,
        ),
      ),
    ],
    [
      'short strings of a dictionary',
      unequal(vectorFromArray(['a', 'b', 'a'], new Dictionary(new Utf8(), new Int32()))),
    ],
    ['no rows of one column', unequal(text())],
  ])('%s', (_name, batches) => {
    for (const batch of batches) {
      const own = recordBatchBytes(batch.schema)
      const held = new HeldBatch(batch)
      const body = new Uint8Array(Buffer.concat([...own.slices(held)]))
      expect(own.byteLength(held)).toBe(body.length)
      for (const trusted of [false, true]) expect(rowsOf(own.fromBytes(body, { trusted }).batch)).toEqual(rowsOf(batch))
    }
  })

  test('a union that is short: the library cannot read its nulls, but what was there is there', () => {
    const children = () => [int(1, 2, 3).data[0]!, text('a', 'b', 'c').data[0]!]
    for (const { schema, data } of [
      unionBatch(new SparseUnion([0, 1], fields), 3, [0, 1, 0], children()),
      unionBatch(new DenseUnion([3, 7], fields), 4, [3, 7, 7, 3], children(), [0, 0, 1, 2]),
    ]) {
      const there = new RecordBatch(schema, data).toArray().map(row => row.union)
      const longer = new RecordBatch({ union: data.children[0]!, long: int(1, 2, 3, 4, 5, 6, 7).data[0]! })
      const own = recordBatchBytes(longer.schema)
      const back = own.fromBytes(new Uint8Array(Buffer.concat([...own.slices(new HeldBatch(longer))]))).batch
      expect(back.toArray().map(row => row.union)).toEqual([...there, ...new Array(7 - there.length).fill(null)])
    }
  })

  test.each<[string, DataType]>([
    ['strings', new Utf8()],
    ['a dictionary', new Dictionary(new Utf8(), new Int32())],
    ['lists', new List(item)],
    ['lists of one size', new FixedSizeList(2, item)],
    ['structs', pair],
    ['lists of structs', new List(new Field('item', pair, true))],
    ['unions', new DenseUnion([0, 1], fields)],
    ['unions of equal length', new SparseUnion([0, 1], fields)],
    [
      'maps',
      new Map_(new Field('entries', new Struct([new Field('key', new Utf8()), new Field('value', pair)]) as never)),
    ],
  ])('an empty stream of %s', (_name, type) => {
    const [batch] = tableFromIPC(tableToIPC(new Table(new Schema([new Field('x', type, true)])))).batches
    const own = recordBatchBytes(batch!.schema)
    const held = new HeldBatch(batch!)
    for (let i = 0; i < 2; i++) {
      const back = own.fromBytes(new Uint8Array(Buffer.concat([...own.slices(held)])))
      expect([back.batch.numRows, back.batch.toArray()]).toEqual([0, []])
      own.clear(held)
    }
  })

  test('fields that share a dictionary share it again, and are in the body once', () => {
    const type = new Dictionary(new Utf8(), new Int32())
    const dictionary = text('a', 'b', 'a long one of them')
    const field = (...keys: number[]) =>
      makeData({ type, length: keys.length, data: Int32Array.from(keys), dictionary } as never) as Data
    const batch = new RecordBatch({ from: field(0, 1), to: field(2, 0) })
    const own = recordBatchBytes(batch.schema)
    const body = Buffer.concat([...own.slices(new HeldBatch(batch))])
    expect(body.toString('latin1').split('a long one').length).toBe(2)
    const held = own.fromBytes(new Uint8Array(body))
    expect(rowsOf(held.batch)).toEqual(rowsOf(batch))
    expect(rowsOf(tableFromIPC(tableToIPC(new Table([held.batch]))).batches[0]!)).toEqual(rowsOf(batch))
    own.clear(held)
    expect(tableFromIPC(tableToIPC(new Table([held.batch]))).numRows).toBe(0)
  })

  test('fields of one id with dictionaries of their own keep them', () => {
    const type = new Dictionary(new Utf8(), new Int32())
    const field = (dictionary: Vector) =>
      makeData({ type, length: 2, data: Int32Array.of(0, 1), dictionary } as never) as Data
    const batch = new RecordBatch({ from: field(text('a', 'b')), to: field(text('c', 'd')) })
    const own = recordBatchBytes(batch.schema)
    const body = new Uint8Array(Buffer.concat([...own.slices(new HeldBatch(batch))]))
    expect(rowsOf(own.fromBytes(body).batch)).toEqual(rowsOf(batch))
  })
})

test('a body of another schema is refused', () => {
  const other = recordBatchBytes(new Schema([new Field('x', new Float64())]))
  const body = new Uint8Array(Buffer.concat([...container.slices(new HeldBatch(table.batches[0]!))]))
  expect(() => other.fromBytes(body)).toThrow(RangeError)
})

test('mutated bodies are refused, or are batches that can be read', () => {
  const body = new Uint8Array(Buffer.concat([...container.slices(new HeldBatch(table.batches[0]!))]))
  let state = 12345
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 8) % below
  }
  let refused = 0
  for (let i = 0; i < 3000; i++) {
    const bytes = body.slice()
    const words = new BigUint64Array(bytes.buffer)
    const at = random(words.length)
    words[at] = [0n, 1n, 7n, 2n ** 31n, 2n ** 63n, 2n ** 64n - 1n, words[at]! + 1n, words[at]! ^ 256n][random(8)]!
    let held: HeldBatch
    try {
      held = container.fromBytes(bytes)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      refused++
      continue
    }
    expect(sizeWhenRead(held)).toBeLessThan(100 * bytes.length)
  }
  expect(refused).toBeGreaterThan(300)
})

/** The size of all rows, or 0 when the library refuses to read one: views of strings may point nowhere. */
function sizeWhenRead(held: HeldBatch): number {
  try {
    return JSON.stringify(rowsOf(held.batch)).length
  } catch {
    return 0
  }
}
