// Real data through Arrow: flights as columns, as record batches and back, byte for byte; and record batches that a column pager pages as
// they are, in every way there is, and that come back the same.
import { fileURLToPath } from 'node:url'
import { fromTable, HeldBatch, recordBatchBytes, toRecordBatch } from '@spillway/arrow'
import { Column, i32, i64, struct, tuple, utf8 } from '@spillway/column'
import { ColumnPager } from '@spillway/column-pager'
import { createPager } from '@spillway/pager-native'
import { alwaysPage, alwaysSkip, type PagingPolicy } from '@spillway/policy'
import { RecordBatch, Table, tableFromIPC, tableToIPC } from 'apache-arrow'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { beforeAll, expect, test } from 'vitest'

const ROWS = 30_000
const BATCH_ROWS = 7_000
const Flight = struct({
  route: tuple(utf8, utf8),
  date: i64.asNumber,
  delay: i32,
  distance: i32,
})
type FlightColumn = Column<typeof Flight>
const flights: FlightColumn[] = []

beforeAll(async () => {
  const path = new URL('../data/flights-3m.parquet', import.meta.resolve('vega-datasets'))
  const file = await asyncBufferFromFile(fileURLToPath(path))
  const rows = await parquetReadObjects({ file, compressors, rowEnd: ROWS })
  for (let start = 0; start < ROWS; start += BATCH_ROWS) {
    const column = new Column(Flight)
    for (const { origin, destination, date, delay, distance } of rows.slice(start, start + BATCH_ROWS)) {
      const route: [string, string] = [origin, destination]
      column.push({ route, date: date.getTime(), delay: Number(delay), distance: Number(distance) })
    }
    flights.push(column)
  }
}, 120_000)

function bodyOf(column: FlightColumn): Uint8Array {
  const body = new Uint8Array(column.byteLength)
  column.writeInto(body)
  return body
}

test('a column, as a record batch, through a file of the library, as a column, has the same bytes', () => {
  for (const format of ['file', 'stream'] as const) {
    for (const column of flights) {
      const table = tableFromIPC(tableToIPC(new Table([toRecordBatch(column)]), format))
      const back = fromTable(Flight, table)
      expect(back.length).toBe(column.length)
      expect(Buffer.compare(bodyOf(back), bodyOf(column))).toBe(0)
    }
  }
})

test('a table of several batches is their columns, one after the other', () => {
  const back = fromTable(Flight, new Table(flights.map(toRecordBatch)))
  const whole = new Column(Flight)
  for (const column of flights) whole.appendRange(column, 0, column.length)
  expect(back.length).toBe(ROWS)
  expect(Buffer.compare(bodyOf(back), bodyOf(whole))).toBe(0)
})

const policies: readonly (readonly [string, PagingPolicy])[] = [
  ['kept', alwaysSkip],
  ...(['swap', 'file'] as const).flatMap(backend =>
    ['none', 'lz4'].map(codec => [`${backend}, ${codec}`, alwaysPage({ backend, codec })] as const),
  ),
]

test.each(policies)('record batches, %s, come back from a column pager the same', (_, policy) => {
  using pager = createPager()
  const batches = flights.map(toRecordBatch)
  const columns = new ColumnPager({ pager, policy, container: recordBatchBytes(batches[0]!.schema) })
  const paged = batches.map(batch => columns.page(new HeldBatch(batch)))
  for (const [i, each] of paged.entries()) {
    const { batch } = columns.take(each)
    expect(batch).toBeInstanceOf(RecordBatch)
    const back = fromTable(Flight, new Table([batch]))
    expect(Buffer.compare(bodyOf(back), bodyOf(flights[i]!))).toBe(0)
  }
  expect(pager.stats().liveHandles).toBe(0)
})
