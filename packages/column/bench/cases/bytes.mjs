// How long does it take to get the bytes out, and in again? The yardstick is TypedArray.set of the same bytes.

import { Column, f64 } from '@spillway/column'
import { columnOf, Update, updates } from '../data.mjs'

function floats(count) {
  const column = new Column(f64)
  for (let i = 0; i < count; i++) column.push(i / 3)
  return column
}

function encodeCase(name, column, repeat) {
  const target = new Uint8Array(column.byteLength)
  // The same bytes: memory that nobody has written is one page of zeros, and always in the cache.
  const source = new Uint8Array(column.byteLength)
  column.writeInto(source)
  const times = run => () => {
    let sum = 0
    for (let k = 0; k < repeat; k++) sum += run()
    return sum
  }
  return {
    name: `encode ${name}, per body`,
    rows: repeat,
    contenders: {
      column: times(() => column.writeInto(target)),
      'TypedArray.set': times(() => {
        target.set(source)
        return target.length
      }),
    },
  }
}

function decodeCase(name, column, type) {
  const body = new Uint8Array(column.byteLength)
  column.writeInto(body)
  const times = options => () => {
    let sum = 0
    for (let k = 0; k < 2_000; k++) sum += Column.fromBytes(type, body, options).length
    return sum
  }
  return {
    name: `fromBytes ${name}, per body`,
    rows: 2_000,
    contenders: { 'column, checked': times({}), 'column, trusted': times({ trusted: true }) },
  }
}

export default () => {
  const wide = columnOf(updates(131_072, 1))
  return [
    encodeCase('4 KiB of f64', floats(510), 20_000),
    encodeCase('256 KiB of f64', floats(32_766), 200),
    encodeCase('4 MiB of f64', floats(524_286), 8),
    encodeCase('4 MiB of updates', wide, 8),
    decodeCase('4 MiB of f64', floats(524_286), f64),
    decodeCase('4 MiB of updates', wide, Update),
  ]
}
