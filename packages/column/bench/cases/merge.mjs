// How long does it take to sort, to merge two sorted columns, and to add up equal rows? Every round works on other data of the same kind,
// as a program would: on the same data again and again, branch predictors learn the answers by heart.

import { Column } from '@spillway/column'
import { asObjects, columnOf, compareObjects, handArrays, handArraysOf, Update, updates } from '../data.mjs'

const ROWS = 32_768
const SETS = 6

function sorted(rows) {
  const column = columnOf(rows)
  const result = new Column(Update)
  result.gather(column, column.sortPermutation())
  return result
}

/** A two-way merge as one writes it by hand for this one type. */
function mergeByHand(a, b, out) {
  const n = a.keys.length
  const m = b.keys.length
  let i = 0
  let j = 0
  let k = 0
  const take = (from, at) => {
    out.keys[k] = from.keys[at]
    out.values[k] = from.values[at]
    out.times[k] = from.times[at]
    out.diffs[k] = from.diffs[at]
    k++
  }
  while (i < n && j < m) {
    let order = a.keys[i] < b.keys[j] ? -1 : a.keys[i] > b.keys[j] ? 1 : 0
    if (order === 0) order = a.values[i] < b.values[j] ? -1 : a.values[i] > b.values[j] ? 1 : 0
    if (order === 0) order = a.times[i] < b.times[j] ? -1 : a.times[i] > b.times[j] ? 1 : 0
    if (order === 0) order = a.diffs[i] < b.diffs[j] ? -1 : a.diffs[i] > b.diffs[j] ? 1 : 0
    if (order <= 0) take(a, i++)
    else take(b, j++)
  }
  while (i < n) take(a, i++)
  while (j < m) take(b, j++)
  return k
}

function mergeColumns(a, b, out) {
  out.clear()
  const left = { column: a, start: 0, end: a.length }
  const right = { column: b, start: 0, end: b.length }
  out.appendMerged(left, right)
  out.appendRange(a, left.start)
  out.appendRange(b, right.start)
  return out.length
}

function mergeObjects(a, b) {
  const out = []
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) out.push(compareObjects(a[i], b[j]) <= 0 ? a[i++] : b[j++])
  while (i < a.length) out.push(a[i++])
  while (j < b.length) out.push(b[j++])
  return out.length
}

function consolidateObjects(objects) {
  const sums = new Map()
  for (const { key, value, time, diff } of objects) {
    const id = `${key} ${value} ${time}`
    const sum = sums.get(id)
    if (sum === undefined) sums.set(id, { key, value, time, diff })
    else sum.diff += diff
  }
  return [...sums.values()].filter(({ diff }) => diff !== 0n).sort(compareObjects).length
}

/** Updates of which many are equal. */
function equalOnes(seed) {
  const rows = updates(ROWS, seed)
  for (const [pair] of rows) {
    pair[0] %= 997n
    pair[1] = 0n
  }
  return rows
}

export default () => {
  const raw = Array.from({ length: 2 * SETS }, (_, k) => updates(ROWS, k + 1))
  const columns = raw.map(sorted)
  const objects = raw.map(rows => asObjects(rows).sort(compareObjects))
  const unsorted = raw.map(columnOf)
  const equal = Array.from({ length: SETS }, (_, k) => equalOnes(k + 100))
  const equalColumns = equal.map(columnOf)
  const equalObjects = equal.map(asObjects)
  const out = new Column(Update)
  const hand = handArrays(2 * ROWS)
  const pair = (list, round) => [list[2 * (round % SETS)], list[2 * (round % SETS) + 1]]
  return [
    {
      name: 'sort',
      rows: ROWS,
      contenders: {
        column: round => {
          const column = unsorted[round % SETS]
          out.clear()
          out.gather(column, column.sortPermutation())
          return out.length
        },
        'plain array of objects': round => asObjects(raw[round % SETS]).sort(compareObjects).length,
      },
    },
    {
      name: 'merge two sorted columns',
      rows: 2 * ROWS,
      contenders: {
        column: round => mergeColumns(...pair(columns, round), out),
        'typed arrays by hand': round => mergeByHand(...pair(columns, round).map(handArraysOf), hand),
        'plain array of objects': round => mergeObjects(...pair(objects, round)),
      },
    },
    {
      name: 'consolidate 32,768 rows to 8,000',
      rows: ROWS,
      contenders: {
        column: round => equalColumns[round % SETS].consolidate().length,
        'objects in a Map': round => consolidateObjects(equalObjects[round % SETS]),
      },
    },
  ]
}
