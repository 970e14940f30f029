// What a column type means, said a second time in the plainest way: how its rows are made up, ordered and encoded. Tests hold columns
// against it. It knows the byte format from its description, not from the code under test, and is as slow as it likes.

import fc from 'fast-check'
import type { AnyColumnType, ColumnType } from '../../src/index.js'

/** The meaning of a column type whose rows are `Row`. */
// biome-ignore lint/suspicious/noExplicitAny: models of all types stand in one list
export interface Model<Row = any> {
  readonly type: ColumnType<Row>
  /** Rows of the type, good ones. */
  readonly rows: fc.Arbitrary<Row>
  /** The exact bytes of each slice of a column of these rows. */
  slices(rows: readonly Row[]): Uint8Array[]
  /** The order of two rows. */
  compare(a: Row, b: Row): number
  /** A row from its form in the golden vectors. */
  fromJson(json: unknown): Row
}

/** The bytes of integers, each of `width` bytes, low byte first. */
export function littleEndian(values: readonly (bigint | number)[], width: number): Uint8Array {
  const bytes = new Uint8Array(values.length * width)
  values.forEach((value, i) => {
    const bits = BigInt.asUintN(8 * width, BigInt(value))
    for (let k = 0; k < width; k++) bytes[i * width + k] = Number((bits >> BigInt(8 * k)) & 255n)
  })
  return bytes
}

/** The whole body of these slices, put together from its description. */
export function bodyOf(slices: readonly Uint8Array[]): Uint8Array {
  const roundUp = (n: number) => n + ((8 - (n % 8)) % 8)
  const table = [8 * (slices.length + 1)]
  for (const slice of slices) table.push(roundUp(table.at(-1)!) + slice.length)
  const body = new Uint8Array(roundUp(table.at(-1)!))
  body.set(littleEndian(table, 8))
  slices.forEach((slice, i) => {
    body.set(slice, roundUp(table[i]!))
  })
  return body
}

/** The body that a column of these rows has. */
export function encode<Row>(model: Model<Row>, rows: readonly Row[]): Uint8Array {
  return bodyOf(model.slices(rows))
}

/** Cumulative ends of items of these lengths, as their slice. */
export function boundsOf(lengths: readonly number[]): Uint8Array {
  let end = 0
  return littleEndian(
    lengths.map(length => {
      end += length
      return end
    }),
    8,
  )
}

/** The two slices of a list of bits. */
export function bitSlices(bits: readonly boolean[]): Uint8Array[] {
  const words: bigint[] = []
  for (let i = 0; i < bits.length; i += 64)
    words.push(bits.slice(i, i + 64).reduce((word, bit, k) => word | (BigInt(bit) << BigInt(k)), 0n))
  const rest = bits.length % 64
  const last = rest === 0 ? 0n : words.pop()!
  return [littleEndian(words, 8), littleEndian([last, rest], 8)]
}

/** The three slices of ranked bits. */
export function rankedSlices(bits: readonly boolean[]): Uint8Array[] {
  const counts: number[] = []
  for (let end = 1024; end <= bits.length; end += 1024) counts.push(bits.slice(0, end).filter(bit => bit).length)
  return [littleEndian(counts, 8), ...bitSlices(bits)]
}

/** The order of two lists, item by item. */
export function compareLists<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compare(a[i]!, b[i]!)
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** The order of two numbers, bigints or booleans. */
export function compareValues<T extends number | bigint | boolean>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Changes the type and the rows of a model; its bytes stay. */
export function like<Row, Inner>(
  inner: Model<Inner>,
  type: AnyColumnType,
  to: (row: Inner) => Row,
  from: (row: Row) => Inner,
): Model<Row> {
  return {
    type,
    rows: inner.rows.map(to),
    slices: rows => inner.slices(rows.map(from)),
    compare: (a, b) => inner.compare(from(a), from(b)),
    fromJson: json => to(inner.fromJson(json)),
  }
}

/** Byte strings: mostly short, now and then long, and some that differ only from their eighth byte on. */
export const byteStrings = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ maxLength: 6 }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 90 }) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 3 }).map(end => Uint8Array.of(1, 2, 3, 4, 5, 6, 7, ...end)) },
)
