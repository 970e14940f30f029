// Columns beside Arrow's builders, vectors and files, on the same rows, interleaved. Build first.

import { fromTable, toRecordBatch } from '@spillway/arrow'
import { Column, f64, i64, struct, utf8 } from '@spillway/column'
import {
  Field,
  Float64,
  Int64,
  makeBuilder,
  RecordBatchReader,
  RecordBatchStreamWriter,
  Struct,
  Table,
  tableToIPC,
  Utf8,
} from 'apache-arrow'
import { compare } from '../../column/bench/measure.mjs'
import { benchOptions } from '../../column/bench/options.mjs'

const ROWS = 8_192
const usage = `Usage: node --expose-gc bench/main.mjs [flags]

Columns beside Arrow's builders, vectors and files.
`
const { seconds, only, write } = benchOptions(usage, 'arrow')

const rows = Array.from({ length: ROWS }, (_, i) => ({
  key: `key ${(i * 7919) % 100_003}`,
  at: BigInt(i),
  value: i / 3,
}))
const numbers = rows.map(row => row.value)
const Row = struct({ key: utf8, at: i64, value: f64 })
const arrowRow = new Struct([
  new Field('key', new Utf8()),
  new Field('at', new Int64()),
  new Field('value', new Float64()),
])

const column = new Column(Row)
for (const row of rows) column.push(row)
const floats = new Column(f64)
for (const number of numbers) floats.push(number)
const table = new Table([toRecordBatch(column)])
const body = new Uint8Array(column.byteLength)
column.writeInto(body)
const stream = tableToIPC(table, 'stream')
const vector = table.getChild('value')

function build(type, all) {
  const builder = makeBuilder({ type, nullValues: null })
  for (const row of all) builder.append(row)
  return builder.finish().toVector().length
}

const cases = {
  'push a number': {
    column: () => {
      floats.clear()
      for (const number of numbers) floats.push(number)
      return floats.length
    },
    'arrow builder': () => build(new Float64(), numbers),
  },
  'push a struct of a string and two numbers': {
    column: () => {
      column.clear()
      for (const row of rows) column.push(row)
      return column.length
    },
    'arrow builder': () => build(arrowRow, rows),
  },
  'read a number by index': {
    column: () => {
      let sum = 0
      for (let i = 0; i < floats.length; i++) sum += floats.get(i)
      return sum
    },
    'arrow vector': () => {
      let sum = 0
      for (let i = 0; i < vector.length; i++) sum += vector.get(i)
      return sum
    },
  },
  'read a struct by index': {
    column: () => {
      let sum = 0
      for (let i = 0; i < column.length; i++) sum += column.get(i).value
      return sum
    },
    'arrow table': () => {
      let sum = 0
      for (let i = 0; i < table.numRows; i++) sum += table.get(i).value
      return sum
    },
  },
  'encode, per row': {
    column: () => column.writeInto(body),
    'arrow stream': () => new RecordBatchStreamWriter().writeAll(table).toUint8Array(true).length,
  },
  'decode and read one number, per row': {
    column: () => Column.fromBytes(Row, body).leaves()[3][0],
    'arrow stream': () => RecordBatchReader.from(stream).next().value.getChild('value').get(0),
    'arrow stream as a column': () => fromTable(Row, RecordBatchReader.from(stream).next().value).leaves()[3][0],
  },
}

console.log(`node ${process.version}; nanoseconds per row, best and median of the rounds\n`)
const results = []
for (const [name, contenders] of Object.entries(cases)) {
  if (!name.includes(only)) continue
  console.log(name)
  const measured = compare(contenders, ROWS, seconds)
  results.push({ name, rows: ROWS, measured })
  for (const { name: contender, bestNs, medianNs } of measured) {
    const ratio = (bestNs / measured[0].bestNs).toFixed(2)
    console.log(
      `  ${contender.padEnd(26)} ${bestNs.toFixed(2).padStart(10)} ${medianNs.toFixed(2).padStart(10)}   ${ratio}`,
    )
  }
}
write(results)
