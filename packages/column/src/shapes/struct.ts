// Rows that are objects with a fixed set of fields, each of its own type. The bytes are those of the tuple of the fields in the order in
// which they were declared; the names are not in them.

import type { AnyColumnType, ColumnType, RowOf } from '../column-type.js'
import { indexError, rowError } from '../row-error.js'
import { fieldsName } from '../type-name.js'
import { ProductShape } from './product.js'

/** The row of a struct of these fields. */
export type StructRow<F extends Readonly<Record<string, AnyColumnType>>> = { -readonly [K in keyof F]: RowOf<F[K]> }

type AnyRow = Record<string, unknown>

class StructShape extends ProductShape<AnyRow> {
  readonly #names: readonly string[]

  constructor(type: ColumnType<AnyRow>, fields: Readonly<Record<string, AnyColumnType>>) {
    super(type, Object.values(fields))
    this.#names = Object.keys(fields)
  }

  override push(row: AnyRow): void {
    if (typeof row !== 'object' || row === null) throw rowError('an object', row)
    const names = this.#names
    try {
      for (let k = 0; k < names.length; k++) this.fields[k]!.push(row[names[k]!])
    } catch (error) {
      throw this.undo(error, field => `.${names[field]}`)
    }
    this.length++
  }

  override get(index: number): AnyRow {
    if (!(index >= 0 && index < this.length)) throw indexError(index, this.length)
    const names = this.#names
    const row: AnyRow = {}
    for (let k = 0; k < names.length; k++) row[names[k]!] = this.fields[k]!.get(index)
    return row
  }
}

/** Rows of several named fields, as objects: `struct({ key: utf8, at: i64 })`. The order of the fields is part of the type. */
export function struct<F extends Readonly<Record<string, AnyColumnType>>>(fields: F): ColumnType<StructRow<F>> {
  const names = Object.keys(fields)
  if (names.length === 0) throw new TypeError('a struct needs at least one field: unit is the type of nothing')
  for (const name of names) {
    if (name === '__proto__' || /^(0|[1-9]\d*)$/.test(name))
      throw new TypeError(`a struct field cannot be named ${name}: objects would not keep it in its place`)
  }
  const own = { ...fields }
  const type: ColumnType<AnyRow> = {
    name: `struct(${fieldsName(own)})`,
    kind: 'struct',
    parts: names.map(name => ({ name, type: own[name]! })),
    leaves: Object.values(own).flatMap(field => field.leaves),
    nullable: false,
    weightless: Object.values(own).every(field => field.weightless === true),
    create: () => new StructShape(type, own),
  }
  return type as unknown as ColumnType<StructRow<F>>
}
