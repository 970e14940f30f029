// Is a column's memory what it says, and does `clear` keep what is worth keeping?

import { expect, test } from 'vitest'
import { bytes, Column, f64, i64, list, option, tuple, u64, utf8 } from '../src/index.js'

const MIB = 1024 * 1024

test('an empty column reserves nothing', () => {
  expect(new Column(tuple(utf8, option(list(u64)))).reservedBytes).toBeLessThan(64)
})

test('growth slack is at most what is in use, and is counted', () => {
  const column = new Column(f64)
  for (let i = 0; i < 100_000; i++) column.push(i)
  expect(column.reservedBytes).toBeGreaterThanOrEqual(800_000)
  expect(column.reservedBytes).toBeLessThanOrEqual(1_600_000)
})

test('clear keeps the capacity of a column of the usual size', () => {
  const column = new Column(tuple(u64, i64))
  for (let i = 0n; i < 100_000n; i++) column.push([i, i])
  const { reservedBytes } = column
  const leaf = column.leaves()[0]!.buffer
  column.clear()
  expect([column.length, column.reservedBytes]).toEqual([0, reservedBytes])
  column.push([1n, 1n])
  expect(column.leaves()[0]!.buffer).toBe(leaf)
})

test('clear gives back capacity beyond 4 MiB', () => {
  const column = new Column(bytes)
  column.push(new Uint8Array(5 * MIB))
  expect(column.reservedBytes).toBeGreaterThanOrEqual(5 * MIB)
  column.clear()
  expect(column.reservedBytes).toBe(0)
})

test('a column is full at nine tenths of its target, and stays so', () => {
  const column = new Column(bytes)
  const states: boolean[] = []
  for (let i = 0; i < 24; i++) {
    column.push(new Uint8Array(100_000))
    expect(column.isFull()).toBe(column.byteLength >= 0.9 * 2 * MIB)
    states.push(column.isFull())
  }
  expect(states).toEqual([...states].sort())
  expect(new Set(states).size).toBe(2)
  expect([column.isFull(1000), column.isFull(100 * MIB)]).toEqual([true, false])
})

test('who transfers the memory of an empty column takes it from nobody else', () => {
  const type = tuple(u64, f64, utf8, list(i64))
  const body = (column: Column<typeof type>) => {
    const target = new Uint8Array(column.byteLength)
    column.writeInto(target)
    return target
  }
  const before = body(new Column(type))
  const column = new Column(type)
  const buffers = new Set([...column.leaves(), ...column.slices()].map(view => view.buffer as ArrayBuffer))
  structuredClone(null, { transfer: [...buffers] })
  const other = new Column(type)
  expect(body(other)).toEqual(before)
  expect(other.leaves().map(leaf => leaf.length)).toEqual(new Column(type).leaves().map(leaf => leaf.length))
  other.push([1n, 2, 'three', [4n]])
  expect([...other]).toEqual([[1n, 2, 'three', [4n]]])
  other.clear()
  expect(body(other)).toEqual(before)
})
