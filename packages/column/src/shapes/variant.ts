// Rows of one of several types, each with a tag: the slices of every variant's rows in the order of declaration, then of the discriminant,
// `tags` u8 and `offsets` u64:
//
//   no rows          tags empty, offsets empty
//   one tag only     tags empty, offsets [tag + 1, number of rows]
//   several tags     per row its tag, and its place among the rows of that tag

import type { AnyColumnType, ColumnType, RowOf } from '../column-type.js'
import { padded, type SliceSink } from '../envelope.js'
import type { LeafReader } from '../leaf-array.js'
import { indexError, inField, rowError } from '../row-error.js'
import { Shape, shapeOf } from '../shape.js'
import { fieldsName } from '../type-name.js'
import { Offsets } from './offsets.js'
import { U8Shape, u8 } from './u8.js'

/** The row of a variant of these types: the tag tells the type of the value. */
export type VariantRow<V extends Readonly<Record<string, AnyColumnType>>> = {
  [K in keyof V]: { tag: K; value: RowOf<V[K]> }
}[keyof V]

interface AnyRow {
  tag: string
  value: unknown
}

/** The number of different tags that a byte can tell apart. */
const MOST_TAGS = 256

class VariantShape extends Shape<AnyRow> {
  readonly #names: readonly string[]
  readonly #numbers: ReadonlyMap<string, number>
  readonly #variants: readonly Shape<unknown>[]
  /** The tag that every row has, while there is one; then `#tags` and `#offsets` are empty. */
  #only = 0
  #mixed = false
  readonly #tags = new U8Shape(u8, Uint8Array)
  readonly #offsets = new Offsets()

  constructor(type: ColumnType<AnyRow>, variants: Readonly<Record<string, AnyColumnType>>) {
    super(type)
    this.#names = Object.keys(variants)
    this.#numbers = new Map(this.#names.map((name, number) => [name, number]))
    this.#variants = Object.values(variants).map(shapeOf)
  }

  override push(row: AnyRow): void {
    const tag = this.#numbers.get(row?.tag)
    if (tag === undefined)
      throw rowError(`{ tag, value } with a tag of ${this.#names.join(', ')}`, row?.tag ?? row, 'string')
    const rows = this.#variants[tag]!
    try {
      rows.push(row.value)
    } catch (error) {
      throw inField(error, `(${row.tag})`)
    }
    try {
      this.#pushTag(tag, rows.length - 1)
    } catch (error) {
      rows.truncate(rows.length - 1)
      if (this.#mixed) this.#tags.truncate(this.length)
      throw error
    }
  }

  #pushTag(tag: number, offset: number): void {
    if (!this.#mixed) {
      if (this.length === 0) this.#only = tag
      if (this.#only === tag) {
        this.length++
        return
      }
      this.#mix(1)
    }
    this.#tags.push(tag)
    this.#offsets.push(offset)
    this.length++
  }

  /** Goes over to the form for several tags, with room for `count` rows more. */
  #mix(count: number): void {
    this.#reserve(count)
    for (let i = 0; i < this.length; i++) {
      this.#tags.push(this.#only)
      this.#offsets.push(i)
    }
    this.#mixed = true
  }

  /** Makes room for `count` rows in the form for several tags. Rows of one tag may weigh nothing: too many of them fail here, at once. */
  #reserve(count: number): void {
    this.#tags.grow(this.length + count)
    this.#offsets.reserve(this.length + count)
  }

  override get(index: number): AnyRow {
    if (!(index >= 0 && index < this.length && Number.isInteger(index))) throw indexError(index, this.length)
    const tag = this.#tagAt(index)
    return { tag: this.#names[tag]!, value: this.#variants[tag]!.get(this.#offsetAt(index)) }
  }

  /** Which variant row `index` is of. */
  #tagAt(index: number): number {
    return this.#mixed ? this.#tags.values[index]! : this.#only
  }

  /** Its place among the rows of that variant. */
  #offsetAt(index: number): number {
    return this.#mixed ? this.#offsets.at(index) : index
  }

  override compare(index: number, other: this, otherIndex: number): number {
    const tag = this.#tagAt(index)
    const otherTag = other.#tagAt(otherIndex)
    if (tag !== otherTag) return tag - otherTag
    return this.#variants[tag]!.compare(this.#offsetAt(index), other.#variants[tag]!, other.#offsetAt(otherIndex))
  }

  override append(source: this, start: number, end: number): void {
    if (!source.#mixed && end - start > 1) {
      this.#appendOnly(source, start, end)
      return
    }
    for (let i = start; i < end; i++) {
      const tag = source.#tagAt(i)
      const offset = source.#offsetAt(i)
      const rows = this.#variants[tag]!
      rows.append(source.#variants[tag]!, offset, offset + 1)
      this.#pushTag(tag, rows.length - 1)
    }
  }

  /** Appends several rows that all have the one tag of `source`: as a range, because a small body may claim any number of them. */
  #appendOnly(source: this, start: number, end: number): void {
    const tag = source.#only
    const rows = this.#variants[tag]!
    const place = rows.length
    rows.append(source.#variants[tag]!, start, end)
    if (this.length === 0) this.#only = tag
    if (!this.#mixed && this.#only === tag) {
      this.length += end - start
      return
    }
    if (this.#mixed) this.#reserve(end - start)
    else this.#mix(end - start)
    for (let i = start; i < end; i++) this.#pushTag(tag, place + i - start)
  }

  override truncate(length: number): void {
    const kept = this.#variants.map(() => 0)
    if (!this.#mixed) kept[this.#only] = length
    else for (let i = 0; i < length; i++) kept[this.#tags.get(i)]!++
    for (const [tag, rows] of this.#variants.entries()) rows.truncate(kept[tag]!)
    this.length = length
    this.#unmix(kept)
  }

  /** Goes back to the form for one tag where only one is left: bytes depend on the rows, not on what was pushed and undone. */
  #unmix(kept: readonly number[]): void {
    const only = kept.indexOf(this.length)
    if (this.#mixed && only < 0) {
      this.#tags.truncate(this.length)
      this.#offsets.truncate(this.length)
    } else if (this.#mixed) {
      this.#mixed = false
      this.#only = only
      this.#tags.truncate(0)
      this.#offsets.truncate(0)
    }
  }

  override slicesByteLength(): number {
    let byteLength = this.#mixed ? padded(this.length) + this.#offsets.byteLength : this.length === 0 ? 0 : 16
    for (const rows of this.#variants) byteLength += rows.slicesByteLength()
    return byteLength
  }

  override collectSlices(into: SliceSink): void {
    for (const rows of this.#variants) rows.collectSlices(into)
    this.#tags.collectSlices(into)
    into.push(this.#mixed ? this.#offsets.slice() : this.#onlySlice())
  }

  /** The offsets of rows of one tag. None when there are no rows, even where viewed bytes have `[tag + 1, 0]`. */
  #onlySlice(): Uint8Array {
    const only = new Offsets()
    if (this.length > 0) {
      only.push(this.#only + 1)
      only.push(this.length)
    }
    return only.slice()
  }

  override view(reader: LeafReader): void {
    for (const rows of this.#variants) rows.view(reader)
    this.#tags.view(reader)
    this.#offsets.view(reader)
    this.#mixed = this.#tags.length > 0
    if (this.#mixed) {
      this.length = this.#tags.length
      if (this.#offsets.length !== this.length)
        reader.fail(`has ${this.#offsets.length} offsets for ${this.length} tags`)
      if (!reader.trusted) this.#requireTags(reader)
    } else if (this.#offsets.length !== 0) {
      this.#viewOnly(reader)
    }
  }

  #viewOnly(reader: LeafReader): void {
    if (this.#offsets.length !== 2)
      reader.fail(`has ${this.#offsets.length} offsets and no tags: there are 0 or 2 then`)
    this.#only = this.#offsets.at(0) - 1
    this.length = this.#offsets.at(1)
    const rows = this.#variants[this.#only]
    if (rows === undefined) reader.fail(`says that every row has tag ${this.#only}, of ${this.#variants.length}`)
    if (rows.length !== this.length)
      reader.fail(`says that there are ${this.length} rows, but the variant has ${rows.length}`)
  }

  #requireTags(reader: LeafReader): void {
    for (let i = 0; i < this.length; i++) {
      const tag = this.#tags.get(i)
      const rows = this.#variants[tag]
      if (rows === undefined) reader.fail(`follows tag ${tag} at row ${i}, but there are ${this.#variants.length} tags`)
      const offset = this.#offsets.at(i)
      if (offset >= rows.length)
        reader.fail(`has offset ${offset} at row ${i}, but its variant has ${rows.length} rows`)
    }
  }

  override reset(keep: boolean): void {
    for (const rows of this.#variants) rows.reset(keep)
    this.#tags.reset(keep)
    this.#offsets.reset(keep)
    this.#mixed = false
    this.length = 0
  }

  override get reservedBytes(): number {
    let bytes = this.#tags.reservedBytes + this.#offsets.reservedBytes
    for (const rows of this.#variants) bytes += rows.reservedBytes
    return bytes
  }
}

/** Rows of one of several types by tag, as `{ tag, value }`. The order of the variants is part of the type. */
export function variant<V extends Readonly<Record<string, AnyColumnType>>>(variants: V): ColumnType<VariantRow<V>> {
  const own = { ...variants }
  const names = Object.keys(own)
  if (names.length === 0 || names.length > MOST_TAGS)
    throw new TypeError(`a variant has 1 to ${MOST_TAGS} tags, not ${names.length}`)
  for (const name of names) {
    if (name === '__proto__' || /^(0|[1-9]\d*)$/.test(name))
      throw new TypeError(`a variant cannot have the tag ${name}: objects would not keep it in its place`)
  }
  const type: ColumnType<AnyRow> = {
    name: `variant(${fieldsName(own)})`,
    kind: 'variant',
    parts: names.map(name => ({ name, type: own[name]! })),
    leaves: [...Object.values(own).flatMap(variant => variant.leaves), Uint8Array, BigUint64Array],
    nullable: false,
    weightless: Object.values(own).some(variant => variant.weightless === true),
    create: () => new VariantShape(type, own),
  }
  return type as unknown as ColumnType<VariantRow<V>>
}
