// Which form does a column have, what does it own, and what may be done with it?

import { describe, expect, test } from 'vitest'
import { Column, columnBytes, i64, list, option, tuple, u8, u64, unit, utf8 } from '../src/index.js'
import { bodyOfColumn, within } from './support/columns.js'

const Update = tuple(tuple(utf8, u64), u64, i64)
const rows: [[string, bigint], bigint, bigint][] = [
  [['a', 1n], 2n, 3n],
  [['é', 4n], 5n, -6n],
]

function filled(): Column<typeof Update> {
  const column = new Column(Update)
  for (const row of rows) column.push(row)
  return column
}

describe('typed', () => {
  test('is what a new column is', () => {
    const column = new Column(Update)
    expect([column.form, column.length, column.ownedBuffer]).toEqual(['typed', 0, undefined])
    expect(column).toBeInstanceOf(Column)
    expect({}).not.toBeInstanceOf(Column)
  })

  test('writes into no target that is too small, not even in part', () => {
    const column = filled()
    const target = new Uint8Array(column.byteLength - 1)
    expect(() => column.writeInto(target)).toThrow(RangeError)
    expect(target.every(byte => byte === 0)).toBe(true)
  })
})

describe('bytes', () => {
  test('views memory that goes on behind the body, and owns none of it', () => {
    const bytes = within(bodyOfColumn(filled()), 8)
    const column = Column.fromBytes(Update, bytes)
    expect([column.form, column.ownedBuffer, column.reservedBytes]).toEqual(['bytes', undefined, 0])
    expect(column.slices()).toEqual([bytes])
    expect(column.slices()[0]!.buffer).toBe(bytes.buffer)
    const times = column.leaves()[3] as BigUint64Array
    expect(times.buffer).toBe(bytes.buffer)
    times[0] = 77n
    expect(column.get(0)).toEqual([['a', 1n], 77n, 3n])
  })

  test('may be a Buffer or shared memory', () => {
    const body = bodyOfColumn(filled())
    const shared = new Uint8Array(new SharedArrayBuffer(body.length))
    shared.set(body)
    const column = Column.fromBytes(Update, shared)
    expect([column.form, column.ownedBuffer]).toEqual(['bytes', undefined])
    expect([...column]).toEqual(rows)
    expect([...Column.fromBytes(Update, Buffer.from(body))]).toEqual(rows)
  })
})

test('whoever takes the pieces of a body may detach them', () => {
  const numbers = new Column(u8)
  const detached = () => {
    numbers.push(1)
    for (const { buffer } of numbers.slices()) structuredClone(buffer, { transfer: [buffer as ArrayBuffer] })
    numbers.clear()
  }
  detached()
  const column = new Column(u8)
  column.push(9)
  expect(Buffer.concat(column.slices())).toEqual(Buffer.from(bodyOfColumn(column)))
  expect(new Set(column.slices().map(slice => slice.buffer)).size).toBe(3)
})

test('a view of leaves copies none of them', () => {
  const source = filled()
  const leaves = source.leaves()
  const column = Column.fromLeaves(Update, ...leaves)
  expect(column.leaves().map(leaf => leaf.buffer)).toEqual(leaves.map(leaf => leaf.buffer))
  ;(leaves[3] as BigUint64Array)[0] = 77n
  expect(column.get(0)).toEqual([['a', 1n], 77n, 3n])
  expect(() => column.push(rows[0]!)).toThrow(/read-only/)
  expect(() => Column.fromLeaves(Update, ...leaves.slice(1))).toThrow(TypeError)
  column.clear()
  column.push(rows[0]!)
  expect([...column]).toEqual([rows[0]])
})

describe('aligned', () => {
  test('owns a buffer that is the body from first byte to last', () => {
    const body = bodyOfColumn(filled())
    const column = Column.fromBytes(Update, body)
    expect([column.form, column.ownedBuffer, column.reservedBytes]).toEqual(['aligned', body.buffer, 0])
  })

  test('is made by one copy from bytes that are not aligned', () => {
    const bytes = within(bodyOfColumn(filled()), 1)
    const column = Column.fromBytes(Update, bytes)
    expect(column.form).toBe('aligned')
    expect(column.ownedBuffer).not.toBe(bytes.buffer)
    bytes.fill(0)
    expect([...column]).toEqual(rows)
  })

  test('is emptied without touching the buffer, and grows again', () => {
    const body = bodyOfColumn(filled())
    const before = body.slice()
    const column = Column.fromBytes(Update, body)
    column.clear()
    expect([column.form, column.length, column.ownedBuffer]).toEqual(['typed', 0, undefined])
    for (const row of rows) column.push(row)
    column.push([['more', 0n], 0n, 0n])
    expect([...column]).toHaveLength(3)
    expect(body).toEqual(before)
  })

  test('survives the loss of its buffer without a crash', () => {
    const body = bodyOfColumn(filled())
    const column = Column.fromBytes(Update, body)
    structuredClone(body.buffer, { transfer: [body.buffer as ArrayBuffer] })
    expect(() => column.get(0)).toThrow()
    column.clear()
    column.push(rows[0]!)
    expect([...column]).toEqual([rows[0]])
  })
})

test.each([
  [Update, rows[0]],
  [unit, null],
  [option(u8), null],
  [option(u8), 1],
  [list(u8), []],
  [utf8, ''],
  [u8, 0],
] as const)('a view of %o is read-only', (type, row) => {
  const source = new Column(type as typeof unit)
  const column = Column.fromBytes(type as typeof unit, bodyOfColumn(source))
  const body = bodyOfColumn(column)
  source.push(row as null)
  expect(() => column.push(row as null)).toThrow(/read-only/)
  expect(() => column.appendRange(source)).toThrow(/read-only/)
  expect(() => column.gather(source, [0])).toThrow(/read-only/)
  expect(() => column.pushLeaf(...source.leaves())).toThrow(/read-only/)
  expect([column.length, bodyOfColumn(column)]).toEqual([0, body])
})

test('columnBytes is all of this behind the seam', () => {
  const container = columnBytes(Update)
  const column = filled()
  expect(container.byteLength(column)).toBe(column.byteLength)
  const body = new Uint8Array(Buffer.concat([...container.slices(column)]))
  const back = container.fromBytes(body)
  expect(container.ownedBuffer!(back)).toBe(body.buffer)
  expect(container.ownedBuffer!(column)).toBeUndefined()
  expect([...container.fromBytes(body, { trusted: true })]).toEqual(rows)
  container.clear(column)
  expect(column.length).toBe(0)
})
