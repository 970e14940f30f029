// A column as an Arrow vector. Leaves of fixed width are handed over as they are, in every form of column; so are the bytes of strings,
// and one pass makes Arrow's 32-bit offsets of the bounds. Absent rows get a place of their own in Arrow: an option with nulls costs
// a pass over its values.

import { type AnyColumnType, Column, type ColumnOf, type LeafArray, utf8 } from '@spillway/column'
import { Data, type DataType, makeData, RecordBatch, Schema, type Struct, Vector } from 'apache-arrow'
import { arrowTypeOf, isWrapped } from './arrow-type.js'
import { bitAt, bitmapOf } from './bitmap.js'
import { defaultRow } from './default-row.js'
import { LeafCursor } from './leaf-cursor.js'

/** The most that Arrow's 32-bit offsets can say. */
const MOST_BYTES = 2 ** 31 - 1

/** Type ids are bytes, and none of them is negative. */
const MOST_TAGS = 128

/**
 * The rows of `column` as an Arrow vector, which is valid until the column changes.
 *
 * @throws RangeError when the strings or lists of a part are too long together for 32-bit offsets: split the column
 */
export function toVector<Row>(column: ColumnOf<Row>): Vector {
  return new Vector([dataOf(column.type, new LeafCursor(column.leaves()), column.length)])
}

/**
 * The rows of a column of structs as an Arrow record batch, a field for each field. Otherwise as `toVector`.
 *
 * @throws TypeError when the rows are not structs
 */
export function toRecordBatch<Row extends object>(column: ColumnOf<Row>): RecordBatch {
  if (column.type.kind !== 'struct') throw new TypeError(`the rows of ${column.type.name} are not structs`)
  const data = dataOf(column.type, new LeafCursor(column.leaves()), column.length) as Data<Struct>
  return new RecordBatch(new Schema(data.type.children), data)
}

function dataOf(type: AnyColumnType, leaves: LeafCursor, length: number): Data {
  switch (type.kind) {
    case 'unit':
      leaves.next()
      return makeData({ type: arrowTypeOf(type), length } as never)
    case 'bool':
      return new Data(arrowTypeOf(type), 0, length, 0, { 1: bitmapOf(leaves.nextWords(), leaves.nextWords()) } as never)
    case 'u128':
    case 'i128': {
      const { buffer, byteOffset, byteLength } = leaves.next()
      return plainData(type, length, new Uint8Array(buffer, byteOffset, byteLength))
    }
    case 'char':
      return textData(type, leaves.next() as Uint32Array)
    case 'utf8':
    case 'bytes': {
      const valueOffsets = offsetsOf(leaves.nextWords())
      return new Data(arrowTypeOf(type), 0, length, 0, { 0: valueOffsets, 1: leaves.next() } as never)
    }
    case 'list': {
      const valueOffsets = offsetsOf(leaves.nextWords())
      const child = dataOf(type.parts[0]!.type, leaves, valueOffsets[length]!)
      return new Data(arrowTypeOf(type), 0, length, 0, { 0: valueOffsets } as never, [child])
    }
    case 'option':
      return optionData(type, leaves, length)
    case 'result':
      return resultData(type, leaves, length)
    case 'variant':
      return variantData(type, leaves, length)
    case 'tuple':
    case 'struct':
    case 'duration': {
      const children = type.parts.map(part => dataOf(part.type, leaves, length))
      return new Data(arrowTypeOf(type), 0, length, 0, undefined, children)
    }
    default:
      return plainData(type, length, leaves.next())
  }
}

function plainData(type: AnyColumnType, length: number, values: LeafArray): Data {
  return new Data(arrowTypeOf(type), 0, length, 0, { 1: values } as never)
}

/** Code points as strings. */
function textData(type: AnyColumnType, codes: Uint32Array): Data {
  const text = new Column(utf8)
  for (const code of codes) text.push(String.fromCodePoint(code))
  const [bounds, values] = text.leaves()
  const valueOffsets = offsetsOf(bounds as BigUint64Array)
  return new Data(arrowTypeOf(type), 0, codes.length, 0, { 0: valueOffsets, 1: values } as never)
}

/** Where each row starts, and the last one ends. */
function offsetsOf(bounds: BigUint64Array): Int32Array {
  const offsets = new Int32Array(bounds.length + 1)
  const words = new Uint32Array(bounds.buffer, bounds.byteOffset, 2 * bounds.length)
  for (let i = 0; i < bounds.length; i++) offsets[i + 1] = words[2 * i]!
  const end = bounds.length === 0 ? 0 : Number(bounds[bounds.length - 1])
  if (end > MOST_BYTES) throw new RangeError(`${end} is more than Arrow's 32-bit offsets can say: split the column`)
  return offsets
}

function optionData(type: AnyColumnType, leaves: LeafCursor, length: number): Data {
  const inner = type.parts[0]!.type
  leaves.next()
  const bitmap = bitmapOf(leaves.nextWords(), leaves.nextWords())
  const somes = leaves.take(inner.leaves.length)
  const present = Column.fromLeaves(inner, ...somes).length
  const values = present === length ? somes : spread(inner, somes, bitmap, length)
  const child = dataOf(inner, new LeafCursor(values), length)
  const nullBitmap = present === length ? undefined : bitmap
  if (isWrapped(inner))
    return new Data(arrowTypeOf(type), 0, length, length - present, { 2: nullBitmap } as never, [child])
  const { valueOffsets, values: data } = child
  return new Data(
    child.type as DataType,
    0,
    length,
    length - present,
    { 0: valueOffsets, 1: data, 2: nullBitmap } as never,
    child.children,
  )
}

/** The leaves of present rows, with a default row in the place of each absent one. */
function spread(inner: AnyColumnType, somes: LeafArray[], bitmap: Uint8Array, length: number): LeafArray[] {
  const rows = new Uint32Array(length)
  const sourceOf = new Uint32Array(length)
  let rank = 0
  for (let i = 0; i < length; i++) {
    if (bitAt(bitmap, i)) rows[i] = rank++
    else sourceOf[i] = 1
  }
  const filler = new Column(inner)
  filler.push(defaultRow(inner))
  const all = new Column(inner)
  all.interleave([Column.fromLeaves(inner, ...somes), filler], sourceOf, rows)
  return all.leaves()
}

function resultData(type: AnyColumnType, leaves: LeafCursor, length: number): Data {
  leaves.next()
  const bitmap = bitmapOf(leaves.nextWords(), leaves.nextWords())
  const typeIds = new Int8Array(length)
  const valueOffsets = new Int32Array(length)
  const ends = [0, 0]
  for (let i = 0; i < length; i++) {
    const tag = bitAt(bitmap, i) ? 0 : 1
    typeIds[i] = tag
    valueOffsets[i] = ends[tag]!++
  }
  const children = type.parts.map((part, k) => dataOf(part.type, leaves, ends[k]!))
  return new Data(arrowTypeOf(type), 0, length, 0, { 0: valueOffsets, 3: typeIds } as never, children)
}

function variantData(type: AnyColumnType, leaves: LeafCursor, length: number): Data {
  if (type.parts.length > MOST_TAGS) throw new RangeError(`Arrow has ${MOST_TAGS} tags at most, ${type.name} has more`)
  const children = type.parts.map(part => {
    const own = leaves.take(part.type.leaves.length)
    return dataOf(part.type, new LeafCursor(own), Column.fromLeaves(part.type, ...own).length)
  })
  const tags = leaves.next() as Uint8Array
  const offsets = leaves.nextWords()
  const isMixed = tags.length > 0
  const typeIds = isMixed ? new Int8Array(tags.buffer, tags.byteOffset, length) : new Int8Array(length)
  const valueOffsets = new Int32Array(length)
  if (!isMixed && length > 0) typeIds.fill(Number(offsets[0]) - 1)
  for (let i = 0; i < length; i++) valueOffsets[i] = isMixed ? Number(offsets[i]) : i
  return new Data(arrowTypeOf(type), 0, length, 0, { 0: valueOffsets, 3: typeIds } as never, children)
}
