// Columns to page: types of every kind of slice, rows at random, and the forms a column can come in.
import {
  type AnyColumnType,
  bool,
  Column,
  type ContainerBytes,
  columnBytes,
  f64,
  i64,
  list,
  option,
  struct,
  tuple,
  u32,
  u64,
  utf8,
} from '@spillway/column'
import type { Pager } from '@spillway/pager-native'
import fc from 'fast-check'

export type AnyColumn = Column<AnyColumnType>

export interface ColumnCase {
  readonly name: string
  readonly type: AnyColumnType
  readonly rows: fc.Arbitrary<unknown[]>
  readonly container: ContainerBytes<AnyColumn>
}

const word = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const time = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const text = fc.string({ unit: 'grapheme', maxLength: 20 })
const flag = fc.boolean()

function columnCase(name: string, type: AnyColumnType, row: fc.Arbitrary<unknown>): ColumnCase {
  return { name, type, rows: fc.array(row, { maxLength: 60 }), container: columnBytes(type) }
}

export const columnCases: readonly ColumnCase[] = [
  columnCase('u64', u64, word),
  columnCase('utf8', utf8, text),
  columnCase('bool', bool, flag),
  columnCase('tuple(utf8, option(u64))', tuple(utf8, option(u64)), fc.tuple(text, fc.option(word))),
  columnCase('list(u32)', list(u32), fc.array(fc.nat(), { maxLength: 8 })),
  columnCase(
    'struct({ key: tuple(utf8, utf8), at: i64, diff: f64 })',
    struct({ key: tuple(utf8, utf8), at: i64, diff: f64 }),
    fc.record({ key: fc.tuple(text, text), at: time, diff: fc.double() }),
  ),
]

/** `lent` is an aligned column whose buffer the pager lent, as after a take. */
export const columnForms = ['typed', 'bytes', 'aligned', 'lent'] as const
export type ColumnFormCase = (typeof columnForms)[number]

export function makeColumn(
  type: AnyColumnType,
  rows: readonly unknown[],
  form: ColumnFormCase,
  pager: Pager,
): AnyColumn {
  const typed: AnyColumn = new Column(type)
  for (const row of rows) typed.push(row as never)
  if (form === 'typed') return typed
  const { byteLength } = typed
  if (form === 'bytes') {
    const bytes = new Uint8Array(byteLength + 24).subarray(16, 16 + byteLength)
    typed.writeInto(bytes)
    return Column.fromBytes(type, bytes)
  }
  const buffer = form === 'aligned' ? new ArrayBuffer(byteLength) : pager.allocate(byteLength)
  typed.writeInto(new Uint8Array(buffer))
  return Column.fromBytes(type, new Uint8Array(buffer))
}

/** A copy of the column's body. */
export function bodyOf(column: AnyColumn): Uint8Array {
  return Uint8Array.from(Buffer.concat(column.slices()))
}
