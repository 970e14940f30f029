// Do record batches keep the contract of the seam to a pager, whatever is in them?

import { containerConformance } from '@spillway/column/conformance'
import {
  Bool,
  DateMillisecond,
  Field,
  FixedSizeList,
  Float64,
  Int32,
  Int64,
  List,
  type RecordBatch,
  Schema,
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
