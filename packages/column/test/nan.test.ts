// NaN comes in many bit patterns, which programs cannot write but bytes can hold. All are one value to the order, and keep their bits: so they
// also show which of two equal rows came first.

import { expect, test } from 'vitest'
import { Column, f32, f64 } from '../src/index.js'

const NEGATIVE = 0xfff8_0000_0000_0001n
const POSITIVE = 0x7ff8_0000_0000_0002n
const INFINITY = 0x7ff0_0000_0000_0000n

function floats(...bits: bigint[]): Column<typeof f64> {
  return Column.fromLeaves(f64, new Float64Array(BigUint64Array.from(bits).buffer))
}

function bitsOf(column: Column<typeof f64>): bigint[] {
  const { buffer, byteOffset, length } = column.leaves()[0]!
  return [...new BigUint64Array(buffer, byteOffset, length)]
}

test('all NaNs are equal, and come after infinity', () => {
  const column = floats(NEGATIVE, POSITIVE, INFINITY)
  expect(column.compare(0, column, 1)).toBe(0)
  expect(column.compare(0, column, 2)).toBeGreaterThan(0)
  const many = floats(...new Array(30).fill(NEGATIVE), POSITIVE, ...new Array(30).fill(INFINITY), NEGATIVE)
  expect([...many.sortPermutation()]).toEqual([...range(31, 61), ...range(0, 31), 61])
})

test('the same for floats of 32 bits', () => {
  const bits = [...new Array(40).fill(0xffc00001), 0x7fc00002, ...new Array(40).fill(0x7f800000)]
  const column = Column.fromLeaves(f32, new Float32Array(Uint32Array.from(bits).buffer))
  expect(column.compare(0, column, 40)).toBe(0)
  expect([...column.sortPermutation()]).toEqual([...range(41, 81), ...range(0, 41)])
})

test('of equal rows a merge takes the left ones first, and copies bits as they are', () => {
  const left = { column: floats(POSITIVE, POSITIVE), start: 0, end: 2 }
  const right = { column: floats(NEGATIVE, NEGATIVE), start: 0, end: 2 }
  const merged = new Column(f64)
  merged.appendMerged(left, right)
  expect([left.start, right.start]).toEqual([2, 0])
  expect(bitsOf(merged)).toEqual([POSITIVE, POSITIVE])
  merged.appendMerged({ ...right }, { column: floats(POSITIVE), start: 0, end: 1 })
  expect(bitsOf(merged)).toEqual([POSITIVE, POSITIVE, NEGATIVE, NEGATIVE])
})

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, k) => start + k)
}
