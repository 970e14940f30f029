// Rows that are lists of another type's rows: `bounds`, where each list ends, counted in elements, then the elements' own slices.

import type { AnyColumnType, ColumnType, RowOf } from '../column-type.js'
import type { SliceSink } from '../envelope.js'
import type { LeafReader } from '../leaf-array.js'
import { indexError, inField, rowError } from '../row-error.js'
import { Shape, shapeOf } from '../shape.js'
import { Offsets } from './offsets.js'

/** Elements to a row when they take no bytes: a body could claim more of them than there is memory for. */
const MOST_WEIGHTLESS = 2 ** 20

class ListShape<Row> extends Shape<Row[]> {
  readonly #bounds = new Offsets()
  readonly #elements: Shape<Row>
  /** Elements that a row may have. */
  readonly #longest: number

  constructor(type: ColumnType<Row[]>, element: ColumnType<Row>) {
    super(type)
    this.#elements = shapeOf(element)
    this.#longest = element.weightless ? MOST_WEIGHTLESS : Number.POSITIVE_INFINITY
  }

  override push(row: Row[]): void {
    if (!Array.isArray(row)) throw rowError('an array', row)
    if (row.length > this.#longest) throw rowError(`at most ${this.#longest} elements`, row, 'object')
    const elements = this.#elements
    const start = elements.length
    let at = 0
    try {
      for (; at < row.length; at++) elements.push(row[at]!)
      at = -1
      this.#bounds.push(elements.length)
    } catch (error) {
      // A view has taken nothing, and truncating one would write into memory that is not its own.
      if (elements.length > start) elements.truncate(start)
      throw at < 0 ? error : inField(error, `[${at}]`)
    }
    this.length++
  }

  override get(index: number): Row[] {
    if (!(index >= 0 && index < this.length && Number.isInteger(index))) throw indexError(index, this.length)
    const end = this.#bounds.at(index)
    const row: Row[] = []
    for (let i = this.#bounds.before(index); i < end; i++) row.push(this.#elements.get(i))
    return row
  }

  override compare(index: number, other: this, otherIndex: number): number {
    let i = this.#bounds.before(index)
    let j = other.#bounds.before(otherIndex)
    const length = this.#bounds.at(index) - i
    const otherLength = other.#bounds.at(otherIndex) - j
    for (let k = Math.min(length, otherLength); k > 0; k--) {
      const order = this.#elements.compare(i++, other.#elements, j++)
      if (order !== 0) return order
    }
    return length - otherLength
  }

  override append(source: this, start: number, end: number): void {
    const from = source.#bounds.before(start)
    const shift = this.#elements.length - from
    this.#elements.append(source.#elements, from, source.#bounds.before(end))
    this.#bounds.append(source.#bounds, start, end, shift)
    this.length = this.#bounds.length
  }

  override truncate(length: number): void {
    this.#elements.truncate(this.#bounds.before(length))
    this.#bounds.truncate(length)
    this.length = length
  }

  override slicesByteLength(): number {
    return this.#bounds.byteLength + this.#elements.slicesByteLength()
  }

  override collectSlices(into: SliceSink): void {
    into.push(this.#bounds.slice())
    this.#elements.collectSlices(into)
  }

  override view(reader: LeafReader): void {
    this.#bounds.view(reader)
    this.#elements.view(reader)
    this.length = this.#bounds.length
    if (!reader.trusted) this.#bounds.requireBounds(reader, 'list bounds', this.#elements.length, this.#longest)
  }

  override reset(keep: boolean): void {
    this.#bounds.reset(keep)
    this.#elements.reset(keep)
    this.length = 0
  }

  override get reservedBytes(): number {
    return this.#bounds.reservedBytes + this.#elements.reservedBytes
  }
}

/** Lists of rows of `element`, as arrays. */
export function list<T extends AnyColumnType>(element: T): ColumnType<RowOf<T>[]> {
  const type: ColumnType<RowOf<T>[]> = {
    name: `list(${element.name})`,
    kind: 'list',
    parts: [{ name: 'element', type: element }],
    leaves: [BigUint64Array, ...element.leaves],
    nullable: false,
    create: () => new ListShape(type, element as ColumnType<RowOf<T>>),
  }
  return type
}
