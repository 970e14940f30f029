// The models of the types that hold no other type.

import fc from 'fast-check'
import * as column from '../../src/index.js'
import {
  bitSlices,
  boundsOf,
  byteStrings,
  compareLists,
  compareValues,
  like,
  littleEndian,
  type Model,
} from './model.js'

function integer(type: column.ColumnType<number>, bytes: number, min: number, max: number): Model<number> {
  return {
    type,
    rows: fc
      .oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min, max }), fc.constantFrom(min, max))
      .filter(n => n >= min),
    slices: rows => [littleEndian(rows, bytes)],
    compare: compareValues,
    fromJson: json => json as number,
  }
}

function bigInteger(type: column.ColumnType<bigint>, bits: number, signed: boolean): Model<bigint> {
  const min = signed ? -(2n ** BigInt(bits - 1)) : 0n
  const max = 2n ** BigInt(signed ? bits - 1 : bits) - 1n
  return {
    type,
    rows: fc.oneof(fc.bigInt({ min: signed ? -2n : 0n, max: 2n }), fc.bigInt({ min, max }), fc.constantFrom(min, max)),
    slices: rows => [littleEndian(rows, bits / 8)],
    compare: compareValues,
    fromJson: json => BigInt(json as string),
  }
}

function safeInteger(type: column.ColumnType<number>, min: number): Model<number> {
  const max = Number.MAX_SAFE_INTEGER
  return { ...integer(type, 8, min, max), fromJson: json => Number(json) }
}

/** Numbers in the order that columns give them. */
function compareFloats(a: number, b: number): number {
  const rank = (x: number) => (Number.isNaN(x) ? 2 : Object.is(x, -0) ? -1 : x === 0 ? 0 : undefined)
  if (Number.isNaN(a) || Number.isNaN(b) || (a === 0 && b === 0))
    return (Number.isNaN(a) || a === 0 ? rank(a)! : 1) - (Number.isNaN(b) || b === 0 ? rank(b)! : 1)
  return compareValues(a, b)
}

function float(type: column.ColumnType<number>, array: typeof Float32Array | typeof Float64Array): Model<number> {
  const wide = array.BYTES_PER_ELEMENT === 8
  const any = wide ? fc.double() : fc.float()
  return {
    type,
    rows: fc.oneof(fc.constantFrom(0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY, -1.5), any),
    slices: rows => [new Uint8Array(array.from(rows).buffer)],
    compare: compareFloats,
    fromJson: json => new Float64Array(littleEndian([BigInt(json as string)], 8).buffer)[0]!,
  }
}

const bytes: Model<Uint8Array> = {
  type: column.bytes,
  rows: byteStrings,
  slices: rows => [boundsOf(rows.map(row => row.length)), Uint8Array.from(rows.flatMap(row => [...row]))],
  compare: (a, b) => compareLists([...a], [...b], compareValues),
  fromJson: json => Uint8Array.from(json as number[]),
}

const strings = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'é',
    '日本語',
    '👍🏽',
    '\u0000',
    '\uffff',
    '😀',
    'same start, long tail 1',
    'same start, long tail 2',
  ),
  fc.string({ maxLength: 8 }),
  fc.string({ maxLength: 3 }).map(end => `seven..${end}`),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

const utf8: Model<string> = {
  ...like(
    bytes,
    column.utf8,
    row => new TextDecoder('utf-8', { ignoreBOM: true }).decode(row),
    row => new TextEncoder().encode(row),
  ),
  rows: strings.filter(row => !/\p{Surrogate}/u.test(row)),
  fromJson: json => json as string,
}

const bool: Model<boolean> = {
  type: column.bool,
  rows: fc.boolean(),
  slices: bitSlices,
  compare: compareValues,
  fromJson: json => json as boolean,
}

const unit: Model<null> = {
  type: column.unit,
  rows: fc.constant(null),
  slices: rows => [littleEndian([rows.length], 8)],
  compare: () => 0,
  fromJson: () => null,
}

const char: Model<string> = {
  type: column.char,
  rows: fc.oneof(
    fc.constantFrom('\u0000', 'a', 'é', '\ud7ff', '\ue000', '\u{10ffff}', '😀'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  slices: rows => [
    littleEndian(
      rows.map(row => row.codePointAt(0)!),
      4,
    ),
  ],
  compare: (a, b) => a.codePointAt(0)! - b.codePointAt(0)!,
  fromJson: json => json as string,
}

const duration: Model<column.DurationRow> = {
  type: column.duration,
  rows: fc.record({
    seconds: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    nanoseconds: fc.integer({ min: 0, max: 999_999_999 }),
  }),
  slices: rows => [
    littleEndian(
      rows.map(row => row.seconds),
      8,
    ),
    littleEndian(
      rows.map(row => row.nanoseconds),
      4,
    ),
  ],
  compare: (a, b) => compareValues(a.seconds, b.seconds) || a.nanoseconds - b.nanoseconds,
  fromJson: json => {
    const [seconds, nanoseconds] = json as [string, number]
    return { seconds: BigInt(seconds), nanoseconds }
  },
}

/** One model for each leaf type, by the name of the type. */
export const leaves = {
  u8: integer(column.u8, 1, 0, 255),
  u16: integer(column.u16, 2, 0, 65535),
  u32: integer(column.u32, 4, 0, 2 ** 32 - 1),
  i8: integer(column.i8, 1, -128, 127),
  i16: integer(column.i16, 2, -32768, 32767),
  i32: integer(column.i32, 4, -(2 ** 31), 2 ** 31 - 1),
  u64: bigInteger(column.u64, 64, false),
  i64: bigInteger(column.i64, 64, true),
  u64AsNumber: safeInteger(column.u64.asNumber, 0),
  i64AsNumber: safeInteger(column.i64.asNumber, Number.MIN_SAFE_INTEGER),
  usize: bigInteger(column.usize, 64, false),
  isize: bigInteger(column.isize, 64, true),
  u128: bigInteger(column.u128, 128, false),
  i128: bigInteger(column.i128, 128, true),
  f32: float(column.f32, Float32Array),
  f64: float(column.f64, Float64Array),
  bytes,
  utf8,
  bool,
  unit,
  char,
  duration,
} as const satisfies Record<string, Model>
