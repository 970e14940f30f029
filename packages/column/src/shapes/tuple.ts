// Rows that are arrays of a fixed number of fields, each of its own type; nested tuples add no bytes of their own. The first four fields
// are written out, so that each has a call site of its own for the engine to inline.

import type { AnyColumnType, ColumnType, RowOf } from '../column-type.js'
import { rowError } from '../row-error.js'
import { type Field, ProductShape } from './product.js'

/** The row of a tuple of these types. */
export type TupleRow<T extends readonly AnyColumnType[]> = { -readonly [K in keyof T]: RowOf<T[K]> }

class TupleShape extends ProductShape<unknown[]> {
  readonly #arity: number
  readonly #first: Field
  readonly #second: Field | undefined
  readonly #third: Field | undefined
  readonly #fourth: Field | undefined

  constructor(type: ColumnType<unknown[]>, fields: readonly AnyColumnType[]) {
    super(type, fields)
    this.#arity = fields.length
    this.#first = this.fields[0]!
    this.#second = this.fields[1]
    this.#third = this.fields[2]
    this.#fourth = this.fields[3]
  }

  override push(row: unknown[]): void {
    const arity = this.#arity
    if (!Array.isArray(row) || row.length !== arity) throw rowError(`an array of ${arity}`, row)
    try {
      this.#first.push(row[0])
      if (arity > 1) this.#second!.push(row[1])
      if (arity > 2) this.#third!.push(row[2])
      if (arity > 3) this.#fourth!.push(row[3])
      for (let k = 4; k < arity; k++) this.fields[k]!.push(row[k])
    } catch (error) {
      throw this.undo(error, field => `[${field}]`)
    }
    this.length++
  }

  override get(index: number): unknown[] {
    const arity = this.#arity
    const first = this.#first.get(index)
    if (arity === 1) return [first]
    if (arity === 2) return [first, this.#second!.get(index)]
    if (arity === 3) return [first, this.#second!.get(index), this.#third!.get(index)]
    const row = [first, this.#second!.get(index), this.#third!.get(index), this.#fourth!.get(index)]
    for (let k = 4; k < arity; k++) row.push(this.fields[k]!.get(index))
    return row
  }

  override compareFields(index: number, other: this, otherIndex: number, count: number): number {
    let order = this.#first.compare(index, other.#first, otherIndex)
    if (order !== 0 || count < 2) return count < 1 ? 0 : order
    order = this.#second!.compare(index, other.#second!, otherIndex)
    if (order !== 0 || count < 3) return order
    order = this.#third!.compare(index, other.#third!, otherIndex)
    if (order !== 0 || count < 4) return order
    order = this.#fourth!.compare(index, other.#fourth!, otherIndex)
    for (let k = 4; k < count && order === 0; k++) order = this.fields[k]!.compare(index, other.fields[k]!, otherIndex)
    return order
  }
}

/** Rows of several fields by position, as arrays: `tuple(utf8, u64)`. */
export function tuple<T extends readonly [AnyColumnType, ...AnyColumnType[]]>(...fields: T): ColumnType<TupleRow<T>> {
  if (fields.length === 0) throw new TypeError('a tuple needs at least one field: unit is the type of nothing')
  const type: ColumnType<unknown[]> = {
    name: `tuple(${fields.map(field => field.name).join(', ')})`,
    kind: 'tuple',
    parts: fields.map((type, k) => ({ name: String(k), type })),
    leaves: fields.flatMap(field => field.leaves),
    nullable: false,
    weightless: fields.every(field => field.weightless === true),
    create: () => new TupleShape(type, fields),
  }
  return type as unknown as ColumnType<TupleRow<T>>
}
