// How long does it take to read rows, and to compare them?

import { asObjects, columnOf, compareObjects, handArraysOf, updates } from '../data.mjs'

const ROWS = 8_192

export default () => {
  const rows = updates(ROWS, 5)
  const objects = asObjects(rows)
  const column = columnOf(rows)
  const hand = handArraysOf(column)
  const leafSum = keys => {
    let sum = 0n
    for (let i = 0; i < keys.length; i++) sum = BigInt.asUintN(64, sum + keys[i])
    return Number(sum)
  }
  return [
    {
      name: 'read every update',
      rows: ROWS,
      contenders: {
        'column, get': () => {
          let sum = 0
          for (let i = 0; i < column.length; i++) sum += column.get(i).length
          return sum
        },
        'column, iterated': () => {
          let sum = 0
          for (const row of column) sum += row.length
          return sum
        },
      },
    },
    {
      name: 'scan one field of every update',
      rows: ROWS,
      contenders: {
        'column, its leaf': () => leafSum(column.leaves()[0]),
        'plain array of objects': () => {
          let sum = 0n
          for (let i = 0; i < objects.length; i++) sum = BigInt.asUintN(64, sum + objects[i].key)
          return Number(sum)
        },
        'typed arrays by hand': () => leafSum(hand.keys),
      },
    },
    {
      name: 'compare neighbouring updates',
      rows: ROWS,
      contenders: {
        column: () => {
          let sum = 0
          for (let i = 1; i < column.length; i++) if (column.compare(i - 1, column, i) < 0) sum++
          return sum
        },
        'plain array of objects': () => {
          let sum = 0
          for (let i = 1; i < objects.length; i++) if (compareObjects(objects[i - 1], objects[i]) < 0) sum++
          return sum
        },
      },
    },
  ]
}
