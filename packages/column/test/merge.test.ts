// A merge goes in steps of some thousand rows. Are long ranges, of every width of leaf and in every form, merged across them?

import { expect, test } from 'vitest'
import { bool, Column, f32, i64, option, struct, tuple, u8, u16, u32, u64, u128, unit, utf8 } from '../src/index.js'
import { bodyOfColumn } from './support/columns.js'
import { randomNumbers } from './support/fuzz.js'

const Wide = struct({
  key: tuple(utf8, u16),
  flag: bool,
  maybe: option(u32),
  float: f32,
  wide: u128,
  byte: u8,
  none: unit,
  at: u64,
  diff: i64.asNumber,
})

function sortedColumn(length: number, seed: number, form: 'typed' | 'bytes'): Column<typeof Wide> {
  const random = randomNumbers(seed)
  const column = new Column(Wide)
  for (let i = 0; i < length; i++)
    column.push({
      key: [`a key of some length ${random(50)}`, random(3)],
      flag: random(2) === 0,
      maybe: random(3) === 0 ? null : random(5),
      float: random(4) / 2,
      wide: BigInt(random(3)) << 90n,
      byte: random(256),
      none: null,
      at: BigInt(random(1000)),
      diff: random(9) - 4,
    })
  const sorted = new Column(Wide)
  sorted.gather(column, column.sortPermutation())
  return form === 'typed' ? sorted : Column.fromBytes(Wide, bodyOfColumn(sorted))
}

function expectSorted(column: Column<typeof Wide>): void {
  for (let i = 1; i < column.length; i++) expect(column.compare(i - 1, column, i)).toBeLessThanOrEqual(0)
}

test.each([
  [9000, 7000],
  [4096, 4096],
  [4097, 1],
  [1, 9000],
])('%i rows with %i rows', (leftRows, rightRows) => {
  const a = sortedColumn(leftRows, 7, 'typed')
  const b = sortedColumn(rightRows, 8, 'bytes')
  const merged = new Column(Wide)
  const left = { column: a, start: 0, end: a.length }
  const right = { column: b, start: 0, end: b.length }
  merged.appendMerged(left, right)
  expect(merged.length).toBe(left.start + right.start)
  expect([left.start === left.end, right.start === right.end]).toContain(true)
  merged.appendRange(a, left.start)
  merged.appendRange(b, right.start)
  expectSorted(merged)

  const both = new Column(Wide)
  both.appendRange(a)
  both.appendRange(b)
  const sorted = new Column(Wide)
  sorted.gather(both, both.sortPermutation())
  expect(Buffer.compare(bodyOfColumn(merged), bodyOfColumn(sorted))).toBe(0)
})

test('a stream of columns is merged column by column', () => {
  const parts = (seed: number) => {
    const all = sortedColumn(6000, seed, 'typed')
    return [0, 1, 2].map(k => {
      const part = new Column(Wide)
      part.appendRange(all, 2000 * k, 2000 * k + 2000)
      return part
    })
  }
  const [lefts, rights] = [parts(1), parts(2)]
  const merged = new Column(Wide)
  const range = (column: Column<typeof Wide>) => ({ column, start: 0, end: column.length })
  let left = range(lefts.shift()!)
  let right = range(rights.shift()!)
  for (;;) {
    merged.appendMerged(left, right)
    const isLeft = left.start === left.end
    const next = (isLeft ? lefts : rights).shift()
    if (next === undefined) break
    if (isLeft) left = range(next)
    else right = range(next)
  }
  for (const { column, start } of [left, right]) merged.appendRange(column, start)
  for (const rest of [...lefts, ...rights]) merged.appendRange(rest)
  expect(merged.length).toBe(12_000)
  expectSorted(merged)
})

test('a range that is not there is refused', () => {
  const column = sortedColumn(3, 1, 'typed')
  const good = { column, start: 0, end: 3 }
  for (const bad of [
    { column, start: 0, end: 4 },
    { column, start: 2, end: 1 },
    { column, start: -1, end: 1 },
  ])
    expect(() => new Column(Wide).appendMerged(good, bad)).toThrow(RangeError)
})
