// Several columns side by side, one row of each to a row: the memory of tuple and struct. Its slices are its fields' slices in order.
// How a row's fields are reached is the subclass's business.

import type { AnyColumnType, ColumnType } from '../column-type.js'
import { consolidate } from '../consolidate.js'
import type { SliceSink } from '../envelope.js'
import type { LeafReader } from '../leaf-array.js'
import type { Merge } from '../merge.js'
import { inField } from '../row-error.js'
import type { Selection } from '../selection.js'
import { Shape, shapeOf } from '../shape.js'

/** A field of any type. */
export type Field = Shape<unknown>

export abstract class ProductShape<Row> extends Shape<Row> {
  readonly fields: readonly Field[]

  constructor(type: ColumnType<Row>, fields: readonly AnyColumnType[]) {
    super(type)
    this.fields = fields.map(shapeOf)
  }

  /** Undoes a push that failed: the first field that is not longer than the column is the one that refused. */
  protected undo(error: unknown, name: (field: number) => string): unknown {
    const refused = this.fields.findIndex(field => field.length === this.length)
    // Only what the row was pushed onto: a view has taken nothing, and truncating one would write into memory that is not its own.
    for (let k = 0; k < refused; k++) this.fields[k]!.truncate(this.length)
    return refused < 0 ? error : inField(error, name(refused))
  }

  override compare(index: number, other: this, otherIndex: number): number {
    return this.compareFields(index, other, otherIndex, this.fields.length)
  }

  /** The order of two rows by their first `count` fields. */
  compareFields(index: number, other: this, otherIndex: number, count: number): number {
    for (let k = 0; k < count; k++) {
      const order = this.fields[k]!.compare(index, other.fields[k]!, otherIndex)
      if (order !== 0) return order
    }
    return 0
  }

  override mergeRows(left: this, right: this, merge: Merge): void {
    for (let k = 0; k < this.fields.length; k++) this.fields[k]!.mergeRows(left.fields[k]!, right.fields[k]!, merge)
    this.length += merge.order.length
  }

  override orderedParts(): Shape<unknown>[] {
    return this.fields.flatMap(field => field.orderedParts())
  }

  override append(source: this, start: number, end: number): void {
    for (let k = 0; k < this.fields.length; k++) this.fields[k]!.append(source.fields[k]!, start, end)
    this.length += end - start
  }

  override gatherRows(source: this, rows: Uint32Array): void {
    for (let k = 0; k < this.fields.length; k++) this.fields[k]!.gatherRows(source.fields[k]!, rows)
    this.length += rows.length
  }

  override interleaveRows(sources: readonly this[], selection: Selection): void {
    for (const [k, field] of this.fields.entries())
      field.interleaveRows(
        sources.map(source => source.fields[k]!),
        selection,
      )
    this.length += selection.length
  }

  override consolidate(): ProductShape<Row> {
    return consolidate(this)
  }

  override truncate(length: number): void {
    for (const field of this.fields) field.truncate(length)
    this.length = length
  }

  override slicesByteLength(): number {
    let byteLength = 0
    for (const field of this.fields) byteLength += field.slicesByteLength()
    return byteLength
  }

  override collectSlices(into: SliceSink): void {
    for (const field of this.fields) field.collectSlices(into)
  }

  override view(reader: LeafReader): void {
    for (const [k, field] of this.fields.entries()) {
      field.view(reader)
      if (field.length !== this.fields[0]!.length)
        reader.fail(
          `ends field ${k} of ${this.type.name} after ${field.length} rows, field 0 has ${this.fields[0]!.length}`,
        )
    }
    this.length = this.fields[0]!.length
  }

  override reset(keep: boolean): void {
    for (const field of this.fields) field.reset(keep)
    this.length = 0
  }

  override get reservedBytes(): number {
    return this.fields.reduce((sum, field) => sum + field.reservedBytes, 0)
  }
}
