// Is every row that does not fit refused, with the path of what is wrong, and the column left as it was?

import { describe, expect, test } from 'vitest'
import * as c from '../src/index.js'
import { Column } from '../src/index.js'
import { bodyOfColumn } from './support/columns.js'

const Nested = c.struct({
  key: c.tuple(c.utf8, c.u8),
  tags: c.list(c.option(c.u16)),
  outcome: c.result(c.u64, c.utf8),
  shape: c.variant({ circle: c.f64, label: c.utf8 }),
  twice: c.option(c.option(c.bool)),
})
const good: c.RowOf<typeof Nested> = {
  key: ['a', 1],
  tags: [1, null, 65535],
  outcome: { ok: 5n },
  shape: { tag: 'circle', value: 1.5 },
  twice: { some: null },
}

describe('a wrong part of a row is named', () => {
  test.each<[string, unknown, ErrorConstructor]>([
    ['row: expected an object, got 7', 7, TypeError],
    ['row: expected an object, got null', null, TypeError],
    ['row.key: expected an array of 2, got undefined', {}, TypeError],
    ['row.key: expected an array of 2, got an array of 3', { ...good, key: ['a', 1, 2] }, TypeError],
    ['row.key[0]: expected a string, got 5', { ...good, key: [5, 1] }, TypeError],
    ['row.key[1]: expected an integer from 0 to 255, got 256', { ...good, key: ['a', 256] }, RangeError],
    ['row.tags: expected an array, got "x"', { ...good, tags: 'x' }, TypeError],
    ['row.tags[2]: expected an integer from 0 to 65535, got -1', { ...good, tags: [1, null, -1] }, RangeError],
    ['row.outcome: expected { ok } or { err }, got an object', { ...good, outcome: {} }, TypeError],
    ['row.outcome: expected { ok } or { err }, got an object', { ...good, outcome: { ok: 1n, err: '' } }, TypeError],
    ['row.outcome.ok: expected a bigint from 0 to 2 ** 64 - 1, got -1n', { ...good, outcome: { ok: -1n } }, RangeError],
    ['row.outcome.err: expected a string, got 1', { ...good, outcome: { err: 1 } }, TypeError],
    [
      'row.shape: expected { tag, value } with a tag of circle, label, got "square"',
      { ...good, shape: { tag: 'square', value: 1 } },
      RangeError,
    ],
    ['row.shape(circle): expected a number, got "1"', { ...good, shape: { tag: 'circle', value: '1' } }, TypeError],
    ['row.twice: expected null or { some }, got true', { ...good, twice: true }, TypeError],
    ['row.twice.some: expected a boolean, got 0', { ...good, twice: { some: 0 } }, TypeError],
  ] as [string, unknown, ErrorConstructor][])('%s', (message, row, kind) => {
    const column = new Column(Nested)
    column.push(good)
    const body = bodyOfColumn(column)
    expect(() => column.push(row as typeof good)).toThrow(new kind(message))
    expect(() => column.push(row as typeof good)).toThrow(kind)
    expect(bodyOfColumn(column)).toEqual(body)
    column.push(good)
    expect([...column]).toEqual([good, good])
  })
})

describe('leaves refuse what they cannot hold', () => {
  const integers = [Number.NaN, 1.5, Number.POSITIVE_INFINITY, '1', 1n, true, null, undefined]
  const bigints = [1, 1.5, '1', true, null, undefined]
  const wide = (bits: number, signed: boolean) => [
    ...bigints,
    signed ? -(2n ** BigInt(bits - 1)) - 1n : -1n,
    2n ** BigInt(signed ? bits - 1 : bits),
  ]
  test.each<[string, c.AnyColumnType, unknown[]]>([
    ['u8', c.u8, [...integers, -1, 256]],
    ['u16', c.u16, [...integers, -1, 65536]],
    ['u32', c.u32, [...integers, -1, 2 ** 32]],
    ['i8', c.i8, [...integers, -129, 128]],
    ['i16', c.i16, [...integers, -32769, 32768]],
    ['i32', c.i32, [...integers, -(2 ** 31) - 1, 2 ** 31]],
    ['u64', c.u64, wide(64, false)],
    ['i64', c.i64, wide(64, true)],
    ['usize', c.usize, wide(64, false)],
    ['isize', c.isize, wide(64, true)],
    ['u128', c.u128, wide(128, false)],
    ['i128', c.i128, wide(128, true)],
    ['u64.asNumber', c.u64.asNumber, [...integers, -1, 2 ** 53]],
    ['i64.asNumber', c.i64.asNumber, [...integers, -(2 ** 53), 2 ** 53]],
    ['f32', c.f32, ['1', 1n, null, undefined, true]],
    ['f64', c.f64, ['1', 1n, null, undefined, true]],
    ['bool', c.bool, [0, 1, 'true', null, undefined]],
    ['unit', c.unit, [undefined, 0, {}]],
    ['utf8', c.utf8, [1, null, undefined, '\ud800', 'x\udc00', `${'a'.repeat(50)}\ud800`, new String('a')]],
    ['bytes', c.bytes, ['a', [1], new Uint16Array(1), null, new ArrayBuffer(1)]],
    ['char', c.char, ['', 'ab', '\ud800', '\udc00', 97, null]],
    [
      'duration',
      c.duration,
      [
        1,
        null,
        {},
        { seconds: 1n },
        { seconds: 1, nanoseconds: 1 },
        { seconds: 1n, nanoseconds: 1e9 },
        { seconds: 1n, nanoseconds: -1 },
      ],
    ],
    ['list', c.list(c.u8), [new Uint8Array(1), 'a', null, { length: 0 }, new Array(1)]],
    ['list of units', c.list(c.tuple(c.unit)), [new Array(2 ** 20 + 1).fill([null])]],
    ['tuple', c.tuple(c.u8), [[], [1, 2], 1, { 0: 1, length: 1 }]],
    ['option', c.option(c.u8), [undefined, '1', 256]],
  ])('%s', (_name, type, bad) => {
    const column = new Column(type)
    const body = bodyOfColumn(column)
    for (const row of bad) {
      expect(() => column.push(row), String(row)).toThrow(/^row/)
      expect(column.length).toBe(0)
      expect(bodyOfColumn(column)).toEqual(body)
    }
  })
})

test('an error of the row itself passes as it is, and undoes as much', () => {
  const column = new Column(c.struct({ a: c.u8, b: c.u8 }))
  const mine = new Error('mine')
  const row = {
    a: 1,
    get b(): number {
      throw mine
    },
  }
  expect(() => column.push(row)).toThrow(mine)
  column.push({ a: 1, b: 2 })
  expect([...column]).toEqual([{ a: 1, b: 2 }])
})

test('a row is looked at once: what was checked is what is pushed', () => {
  const column = new Column(c.duration)
  let looks = 0
  const row = {
    seconds: 1n,
    get nanoseconds(): number {
      return looks++ === 0 ? 5 : 2e9
    },
  }
  column.push(row)
  expect([...column]).toEqual([{ seconds: 1n, nanoseconds: 5 }])
})

test('rows that do not exist cannot be read, appended or gathered', () => {
  const source = new Column(Nested)
  source.push(good)
  const column = new Column(Nested)
  for (const index of [-1, 1, 100, Number.NaN]) {
    expect(() => source.get(index)).toThrow(RangeError)
    expect(() => column.gather(source, [0, index])).toThrow(RangeError)
  }
  expect(() => column.appendRange(source, 0, 2)).toThrow(RangeError)
  expect(() => column.appendRange(source, 1, 0)).toThrow(RangeError)
  expect(() => column.appendRange(source, 0.5)).toThrow(RangeError)
  expect(() => column.interleave([source], [1], [0])).toThrow(RangeError)
  expect(() => column.interleave([source], [0, 0], [0])).toThrow(RangeError)
  expect(() => source.split(2)).toThrow(RangeError)
  expect(column.length).toBe(0)
})

test.each<[string, c.AnyColumnType, unknown[]]>([
  ['u64', c.u64, [1n, 2n, 3n]],
  ['f32', c.f32, [1, 2, 3]],
  ['i64.asNumber', c.i64.asNumber, [1, 2, 3]],
  ['i128', c.i128, [1n, 2n, 3n]],
  ['u128', c.u128, [1n, 2n, 3n]],
  ['char', c.char, ['a', 'b', 'c']],
  ['bool', c.bool, [true, false, true]],
  ['unit', c.unit, [null, null, null]],
  ['utf8', c.utf8, ['ab', 'cd', 'ef']],
  ['bytes', c.bytes, [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)]],
  ['duration', c.duration, Array.from({ length: 3 }, () => ({ seconds: 1n, nanoseconds: 1 }))],
  ['list', c.list(c.u8), [[1], [2, 3], [4]]],
  ['option', c.option(c.u8), [1, null, 3]],
  ['result', c.result(c.u8, c.u8), [{ ok: 1 }, { err: 2 }, { ok: 3 }]],
  ['variant', c.variant({ A: c.u8 }), Array.from({ length: 3 }, () => ({ tag: 'A', value: 1 }))],
  ['tuple', c.tuple(c.utf8, c.bool), Array.from({ length: 3 }, () => ['a', true])],
  ['struct', c.struct({ a: c.bool }), Array.from({ length: 3 }, () => ({ a: true }))],
])('there is no row between two: %s', (_name, type, rows) => {
  const column = new Column(type)
  for (const row of rows) column.push(row)
  expect([...column]).toEqual(rows)
  for (const index of [0.5, 1.5, -0.5, 2.5, Number.MIN_VALUE]) expect(() => column.get(index)).toThrow(RangeError)
})

test('rows of another type, or of the column itself, are not appended', () => {
  const column = new Column(c.u64)
  column.push(1n)
  expect(() => column.appendRange(new Column(c.i64))).toThrow(/i64/)
  expect(() => column.appendRange(column)).toThrow(TypeError)
  expect(() => column.gather({} as typeof column, [])).toThrow(TypeError)
  const same = new Column(c.tuple(c.u64))
  same.appendRange(new Column(c.tuple(c.u64)))
})

test('fields whose names read like other fields make no type of the same name', () => {
  for (const make of [c.struct, c.variant]) {
    const two = make({ a: c.u64, b: c.u64 })
    const one = make({ 'a: u64, b': c.u64 }) as unknown as typeof two
    expect([two.name.endsWith('({ a: u64, b: u64 })'), one.name.endsWith('({ "a: u64, b": u64 })')]).toEqual([
      true,
      true,
    ])
    expect(make({ $x_1: c.u8, größe: c.u8 }).name).toContain('{ $x_1: u8, größe: u8 }')
    expect(() => new Column(two).appendRange(new Column(one))).toThrow(TypeError)
  }
})

test('types that make no sense are refused', () => {
  expect(() => (c.tuple as () => unknown)()).toThrow(TypeError)
  expect(() => c.struct({})).toThrow(TypeError)
  expect(() => c.struct({ 1: c.u8 })).toThrow(TypeError)
  expect(() => c.variant({})).toThrow(TypeError)
  expect(() => c.variant(Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`t${i}`, c.u8])))).toThrow(TypeError)
})
