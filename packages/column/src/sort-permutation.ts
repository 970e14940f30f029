// In which order must the rows of a column be read to be sorted? A stable merge sort of row numbers; no row is moved or made.

import type { Shape } from './shape.js'

/** Runs of up to this many rows are sorted by insertion. */
const SHORT_RUN = 12

/** The numbers of the rows in ascending order; equal rows stay in theirs. */
export function sortPermutation(column: Shape<unknown>): Uint32Array {
  const { length } = column
  let from = new Uint32Array(length)
  for (let i = 0; i < length; i++) from[i] = i
  for (let start = 0; start < length; start += SHORT_RUN)
    sortRun(column, from, start, Math.min(start + SHORT_RUN, length))
  let to = new Uint32Array(length)
  for (let width = SHORT_RUN; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width)
      mergeRuns(column, from, to, start, Math.min(start + width, length), Math.min(start + 2 * width, length))
    const merged = to
    to = from
    from = merged
  }
  return from
}

function sortRun(column: Shape<unknown>, rows: Uint32Array, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const row = rows[i]!
    let j = i
    for (; j > start && column.compare(rows[j - 1]!, column, row) > 0; j--) rows[j] = rows[j - 1]!
    rows[j] = row
  }
}

function mergeRuns(
  column: Shape<unknown>,
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  middle: number,
  end: number,
): void {
  if (middle === end || column.compare(from[middle - 1]!, column, from[middle]!) <= 0) {
    to.set(from.subarray(start, end), start)
    return
  }
  let left = start
  let right = middle
  for (let at = start; at < end; at++) {
    const takeLeft = right === end || (left < middle && column.compare(from[left]!, column, from[right]!) <= 0)
    to[at] = from[takeLeft ? left++ : right++]!
  }
}
