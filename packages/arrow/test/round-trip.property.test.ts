// Do all rows of all types come back from Arrow, and does Arrow itself see the same rows?

import type { Column } from '@spillway/column'
import { Table, tableFromIPC, tableToIPC, type Vector } from 'apache-arrow'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { everyForm, expectSame, typedColumn } from '../../column/test/support/columns.js'
import { modelAndRows, structOf } from '../../column/test/support/composite-models.js'
import { encode, type Model } from '../../column/test/support/model.js'
import { fromTable, fromVector, toRecordBatch, toVector } from '../src/index.js'

function bodyOf(column: Column<Model['type']>): Uint8Array {
  const body = new Uint8Array(column.byteLength)
  column.writeInto(body)
  return body
}

test('a column, as a vector, as a column again, has the same bytes', () => {
  fc.assert(
    fc.property(modelAndRows(30, 3), ([model, rows]) => {
      for (const column of Object.values(everyForm(model, rows))) {
        const vector = toVector(column)
        expect(vector.length).toBe(rows.length)
        expectSame(bodyOf(fromVector(model.type, vector)), encode(model, rows))
      }
    }),
    { numRuns: 150 },
  )
})

test('a slice of a vector is the rows of the slice', () => {
  fc.assert(
    fc.property(modelAndRows(40, 3), fc.nat(), fc.nat(), ([model, rows], a, b) => {
      const [start, end] = [a % (rows.length + 1), b % (rows.length + 1)].sort((x, y) => x - y) as [number, number]
      const slice = toVector(typedColumn(model, rows)).slice(start, end)
      expectSame(bodyOf(fromVector(model.type, slice as Vector)), encode(model, rows.slice(start, end)))
    }),
    { numRuns: 150 },
  )
})

test('through the library’s own stream format and back', () => {
  const fields = fc.array(modelAndRows(0, 2), { minLength: 1, maxLength: 3 })
  const structs = fields.map(all => structOf(Object.fromEntries(all.map(([model], k) => [`f${k}`, model]))))
  const withRows = structs.chain(model => fc.tuple(fc.constant(model), fc.array(model.rows, { maxLength: 30 })))
  fc.assert(
    fc.property(withRows, ([model, rows]) => {
      const batch = toRecordBatch(typedColumn(model, rows))
      expect(batch.numRows).toBe(rows.length)
      const table = tableFromIPC(tableToIPC(new Table([batch]), 'stream'))
      expectSame(bodyOf(fromTable(model.type, table)), encode(model, rows))
      const file = tableFromIPC(tableToIPC(new Table([batch, batch]), 'file'))
      expectSame(bodyOf(fromTable(model.type, file)), encode(model, [...rows, ...rows]))
    }),
    { numRuns: 150 },
  )
})
