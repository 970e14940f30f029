// How long does it take to put a row in?

import { Column, f64, i64, u32, utf8 } from '@spillway/column'
import { asObjects, handArrays, random, Update, updates } from '../data.mjs'

const ROWS = 8_192
/** Fillings in a round: one alone is over before the processor's caches have recovered from the collection before it. */
const FILLINGS = 16

function repeated(fill) {
  return () => {
    let rows = 0
    for (let k = 0; k < FILLINGS; k++) rows += fill()
    return rows
  }
}

function pushAll(column, rows) {
  column.clear()
  for (let i = 0; i < rows.length; i++) column.push(rows[i])
  return column.length
}

/** A case of one leaf: a column, a plain array, and a typed array written by hand. */
function leafCase(name, type, Hand, rows) {
  const column = new Column(type)
  const hand = new Hand(ROWS)
  // A function of its own for each type, as a program that has one type there would have. The source differs too: V8 gives equal
  // ones the same feedback.
  const push = new Function(
    'column',
    'rows',
    `/* ${name} */ column.clear(); for (let i = 0; i < rows.length; i++) column.push(rows[i]); return column.length`,
  )
  return {
    name,
    rows: FILLINGS * ROWS,
    contenders: {
      column: repeated(() => push(column, rows)),
      'plain array': repeated(() => {
        const array = []
        for (let i = 0; i < rows.length; i++) array.push(rows[i])
        return array.length
      }),
      'typed array by hand': repeated(() => {
        for (let i = 0; i < rows.length; i++) hand[i] = rows[i]
        return hand.length
      }),
    },
  }
}

function updateCase() {
  const rows = updates(ROWS, 1)
  const objects = asObjects(rows)
  const column = new Column(Update)
  const hand = handArrays(ROWS)
  return {
    name: 'push an update of four 64-bit fields',
    rows: FILLINGS * ROWS,
    contenders: {
      column: repeated(() => pushAll(column, rows)),
      'plain array of objects': repeated(() => {
        const array = []
        for (let i = 0; i < objects.length; i++) array.push({ ...objects[i] })
        return array.length
      }),
      'typed arrays by hand': repeated(() => {
        const { keys, values, times, diffs } = hand
        for (let i = 0; i < rows.length; i++) {
          const [[key, value], time, diff] = rows[i]
          keys[i] = key
          values[i] = value
          times[i] = time
          diffs[i] = diff
        }
        return keys.length
      }),
    },
  }
}

function textCase() {
  const next = random(3)
  const rows = Array.from({ length: ROWS }, () => `key ${next(1e6)}`)
  const column = new Column(utf8)
  return {
    name: 'push a string of about ten characters',
    rows: FILLINGS * ROWS,
    contenders: {
      column: repeated(() => pushAll(column, rows)),
      'plain array': repeated(() => {
        const array = []
        for (let i = 0; i < rows.length; i++) array.push(rows[i])
        return array.length
      }),
    },
  }
}

export default () => {
  const next = random(2)
  const numbers = Array.from({ length: ROWS }, () => next(1e6))
  return [
    leafCase('push a u32', u32, Uint32Array, numbers),
    leafCase(
      'push an f64',
      f64,
      Float64Array,
      numbers.map(n => n + 0.5),
    ),
    leafCase('push an i64 (bigint)', i64, BigInt64Array, numbers.map(BigInt)),
    leafCase('push an i64 (number)', i64.asNumber, Float64Array, numbers),
    updateCase(),
    textCase(),
  ]
}
