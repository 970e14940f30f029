// Are our bytes the reference's bytes, both ways and in every form?

import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Column } from '../src/index.js'
import { bodyOfColumn, typedColumn, within } from './support/columns.js'
import { golden, goldenVectors } from './support/golden.js'
import { encode } from './support/model.js'

test('every packed family has a model', () => {
  const packed = readdirSync(new URL('vectors/', import.meta.url)).filter(name => name.endsWith('.json'))
  expect(packed.map(name => name.replace('.json', '')).sort()).toEqual(Object.keys(golden).sort())
})

describe.each(Object.entries(golden))('%s', (name, model) => {
  const vectors = goldenVectors(name)

  test('pushing the rows writes the bytes', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(9)
    for (const { rows, body } of vectors) {
      const column = typedColumn(model, rows)
      expect(column.byteLength).toBe(body.length)
      expect(Buffer.compare(bodyOfColumn(column), body)).toBe(0)
      expect(Buffer.compare(Buffer.concat(column.slices()), body)).toBe(0)
    }
  })

  test('reading the bytes gives the rows, and writes the same bytes again', () => {
    for (const { rows, body } of vectors) {
      for (const [form, bytes] of [
        ['aligned', body.slice()],
        ['bytes', within(body, 8)],
        ['aligned', within(body, 5)],
      ] as const) {
        const column = Column.fromBytes(model.type, bytes)
        expect(column.form).toBe(form)
        expect([...column]).toEqual(rows)
        expect(column.byteLength).toBe(body.length)
        expect(Buffer.compare(bodyOfColumn(column), body)).toBe(0)
      }
    }
  })

  test('an emptied column writes the same bytes as a new one', () => {
    const column = Column.fromBytes(model.type, vectors.at(-1)!.body.slice())
    for (const { rows, body } of vectors.toReversed()) {
      column.clear()
      for (const row of rows) column.push(row)
      expect(Buffer.compare(bodyOfColumn(column), body)).toBe(0)
    }
  })

  test('the model that other tests trust writes the same bytes', () => {
    for (const { rows, body } of vectors) expect(Buffer.compare(encode(model, rows), body)).toBe(0)
  })
})
