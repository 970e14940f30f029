// Columns for tests: the same rows in each of the three forms; and a quick look at whether rows or bytes are those.

import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { Column } from '../../src/index.js'
import type { Model } from './model.js'

/** A typed column of these rows. */
export function typedColumn<Row>(model: Model<Row>, rows: readonly Row[]): Column<Model<Row>['type']> {
  const column = new Column(model.type)
  for (const row of rows) column.push(row)
  return column
}

/** The body of a column, made by `writeInto` in memory that was not zero before. */
export function bodyOfColumn(column: { byteLength: number; writeInto(target: Uint8Array): number }): Uint8Array {
  const body = new Uint8Array(column.byteLength).fill(0xa5)
  column.writeInto(body)
  return body
}

/** `body` `shift` bytes behind the start of a larger buffer. */
export function within(body: Uint8Array, shift: number): Uint8Array {
  const larger = new Uint8Array(body.length + 24).fill(0x5a)
  larger.set(body, shift)
  return larger.subarray(shift, shift + body.length)
}

/** The same rows as a typed column, a view of foreign bytes, a view that owns its buffer, and one whose bytes had to be moved. */
export function everyForm<Row>(model: Model<Row>, rows: readonly Row[]): Record<string, Column<Model<Row>['type']>> {
  const typed = typedColumn(model, rows)
  const body = bodyOfColumn(typed)
  return {
    typed,
    bytes: Column.fromBytes(model.type, within(body, 8)),
    aligned: Column.fromBytes(model.type, body),
    moved: Column.fromBytes(model.type, within(body, 3)),
  }
}

/** `toEqual`, which is asked only where a quicker look sees a difference: millions of rows and bytes are compared. */
export function expectSame(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected)
}
