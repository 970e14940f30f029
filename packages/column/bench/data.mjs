// The data that all contenders work on: updates ((key, value), time, diff) of 64-bit integers, made from a seed.

import { Column, i64, tuple, u64 } from '@spillway/column'

/** The type of an update. */
export const Update = tuple(tuple(u64, u64), u64, i64)

/** A pseudo-random generator of integers below its argument. */
export function random(seed) {
  let state = seed | 1
  return below => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

/** `count` updates, unsorted. */
export function updates(count, seed) {
  const next = random(seed)
  return Array.from({ length: count }, () => [
    [BigInt(next(1e9)), BigInt(next(1000))],
    BigInt(next(8)),
    next(4) === 0 ? -1n : 1n,
  ])
}

/** The same rows as objects, as a program without columns would keep them. */
export function asObjects(rows) {
  return rows.map(([[key, value], time, diff]) => ({ key, value, time, diff }))
}

/** A column of these rows. */
export function columnOf(rows) {
  const column = new Column(Update)
  for (const row of rows) column.push(row)
  return column
}

/** The order of two objects. */
export function compareObjects(a, b) {
  return a.key < b.key
    ? -1
    : a.key > b.key
      ? 1
      : a.value < b.value
        ? -1
        : a.value > b.value
          ? 1
          : a.time < b.time
            ? -1
            : a.time > b.time
              ? 1
              : a.diff < b.diff
                ? -1
                : a.diff > b.diff
                  ? 1
                  : 0
}

/** Typed arrays for `count` updates, as one would write them by hand. */
export function handArrays(count) {
  return {
    keys: new BigUint64Array(count),
    values: new BigUint64Array(count),
    times: new BigUint64Array(count),
    diffs: new BigInt64Array(count),
  }
}

/** The leaves of a column under the names of the arrays by hand. */
export function handArraysOf(column) {
  const [keys, values, times, diffs] = column.leaves()
  return { keys, values, times, diffs }
}
