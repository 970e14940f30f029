// Does every column come back from its bytes, whatever its type, rows and form, and are the bytes those of the format?

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bodyOfColumn, everyForm, expectSame, typedColumn } from './support/columns.js'
import { modelAndRows } from './support/composite-models.js'
import { leaves } from './support/leaf-models.js'
import { encode } from './support/model.js'

test('bytes are those of the model, in every form, and give the rows back', () => {
  fc.assert(
    fc.property(modelAndRows(), ([model, rows]) => {
      const body = encode(model, rows)
      for (const column of Object.values(everyForm(model, rows))) {
        expect(column.length).toBe(rows.length)
        expect(column.byteLength).toBe(body.length)
        expectSame(bodyOfColumn(column), body)
        expectSame(new Uint8Array(Buffer.concat(column.slices())), body)
        expectSame([...column], rows)
      }
    }),
    { numRuns: 70 },
  )
})

test('long columns cross every block of the ranks and every word of the bits', () => {
  fc.assert(
    fc.property(modelAndRows(8, 2), fc.integer({ min: 1000, max: 2100 }), ([model, some], length) => {
      if (some.length === 0) return
      const rows = Array.from({ length }, (_, i) => some[(i * i) % some.length])
      for (const column of Object.values(everyForm(model, rows))) {
        expect(Buffer.compare(bodyOfColumn(column), encode(model, rows))).toBe(0)
        expectSame([...column], rows)
      }
    }),
    { numRuns: 30 },
  )
})

test('byteLength is exact after every push', () => {
  fc.assert(
    fc.property(modelAndRows(20), ([model, rows]) => {
      const column = typedColumn(model, [])
      rows.forEach((row, i) => {
        column.push(row)
        expect(column.byteLength).toBe(encode(model, rows.slice(0, i + 1)).length)
      })
    }),
    { numRuns: 70 },
  )
})

test('a target that is larger, or not aligned, gets exactly the body', () => {
  fc.assert(
    fc.property(modelAndRows(), fc.integer({ min: 0, max: 9 }), ([model, rows], shift) => {
      const column = typedColumn(model, rows)
      const target = new Uint8Array(column.byteLength + 20).fill(7)
      expect(column.writeInto(target.subarray(shift))).toBe(column.byteLength)
      expectSame(target.subarray(shift, shift + column.byteLength), encode(model, rows))
      expect(target.subarray(shift + column.byteLength)).toEqual(new Uint8Array(20 - shift).fill(7))
    }),
  )
})

test('every leaf type is in the generators', () => {
  expect(Object.keys(leaves)).toHaveLength(22)
})
