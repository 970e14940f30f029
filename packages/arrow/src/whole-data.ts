// Arrow makes nodes whose buffers are shorter than their rows: where the columns of a batch had different lengths, it adds rows that are null
// to the bitmap alone; the batch that stands for an empty stream has no children in its nodes. Reading them as Arrow means them takes
// nodes in which everything is there, and these are they. Buffers that are long enough are kept, not copied.

import { Data, DataType, type Union, Vector } from 'apache-arrow'
import { emptyData } from './empty-batch.js'
import { hasBounds, needsOf } from './node-needs.js'

type AnyArray = Uint8Array | BigInt64Array

interface ArrayKind {
  new (length: number): AnyArray
}

/**
 * The same rows as `data`, with all buffers as long as `needsOf` says, all children there, and a null count that counts: `data` itself
 * where it is like that, as it nearly always is.
 */
export function wholeData(data: Data): Data {
  const { type, offset, length, dictionary, variadicBuffers } = data
  const ids = data.typeIds as AnyArray | undefined
  const idsThere = ids?.length ?? 0
  if (DataType.isUnion(type) && idsThere < length)
    return wholeData(withNulls(resized(data, idsThere), length - idsThere))
  const needs = needsOf(data)
  const nullCount = nullsOf(data)
  const children = (DataType.isDictionary(type) ? [] : (type.children ?? [])).map((field, k) => {
    const child = childOf(data, k, field.type)
    return wholeData(child.length < needs.childRows ? withNulls(child, needs.childRows - child.length) : child)
  })
  const offsets = wholeOffsets(data, needs.offsets)
  const kind = DataType.isDictionary(type) ? type.indices.ArrayType : type.ArrayType
  const values = lengthened(data.values, needs.values, kind)
  const bitmap = nullCount > 0 ? lengthened(data.nullBitmap, needs.validity, Uint8Array) : data.nullBitmap
  const isWhole =
    offsets === data.valueOffsets &&
    values === data.values &&
    bitmap === data.nullBitmap &&
    (DataType.isUnion(type) || nullCount === data.nullCount) &&
    children.length === data.children.length &&
    children.every((child, k) => child === data.children[k])
  if (isWhole) return data
  const buffers = { 0: offsets, 1: values, 2: bitmap, 3: ids }
  return new Data(type, offset, length, nullCount, buffers as never, children, dictionary, variadicBuffers)
}

/** Arrow's placeholders for no rows have no children, or vectors in their place. */
function childOf(data: Data, k: number, type: DataType): Data {
  const child = data.children[k] as Data | Vector | undefined
  return (child instanceof Vector ? child.data[0] : child) ?? emptyData(type)
}

/** Arrow counts the nulls of a union in its children, which may have more rows, and says -1 for a slice of nothing but nulls. */
export function nullsOf(data: Data): number {
  const { type, length, nullBitmap } = data
  if (DataType.isNull(type)) return length
  if (DataType.isUnion(type) || nullBitmap === undefined || nullBitmap.byteLength === 0) return 0
  return Math.min(Math.max(data.nullCount, 0), length)
}

/** `array` with at least `count` elements: zeros behind its own. */
function lengthened(array: unknown, count: number, kind: unknown): AnyArray | undefined {
  const own = array as AnyArray | undefined
  if ((own?.length ?? 0) >= count) return own
  const all = new (kind as ArrayKind)(count)
  if (own !== undefined) all.set(own as never)
  return all
}

/**
 * `count` offsets of `data` at least. Behind bounds Arrow's builders keep zeros, and rows that were added to them, or are hidden by a null
 * around them, have these: they get no elements. Where the last bound is beyond the first one, none of that has been.
 */
function wholeOffsets({ type, length, valueOffsets }: Data, count: number): AnyArray | undefined {
  const offsets = lengthened(valueOffsets, count, type.OffsetArrayType)
  if (offsets === undefined || !hasBounds(type) || length === 0 || offsets[length]! > offsets[0]!) return offsets
  let end = 0
  while (end < length && offsets[end + 1]! >= offsets[end]!) end++
  return end === length ? offsets : offsets.slice(0, length + 1).fill(offsets[end] as never, end)
}

function resized(data: Data, length: number): Data {
  const { valueOffsets, values, typeIds } = data
  const buffers = { 0: valueOffsets, 1: values, 3: typeIds }
  return new Data(data.type, 0, length, 0, buffers as never, data.children)
}

/** `data` with `count` nulls behind its rows. */
function withNulls(data: Data, count: number): Data {
  const { type, length, offset, dictionary, variadicBuffers } = data
  if (DataType.isUnion(type)) return unionWithNulls(data as Data<Union>, count)
  const bitmap = new Uint8Array(Math.ceil((offset + length + count) / 8))
  for (let i = offset; i < offset + length; i++) if (data.getValid(i - offset)) bitmap[i >> 3]! |= 1 << (i & 7)
  const buffers = { 0: data.valueOffsets, 1: data.values, 2: bitmap }
  const nulls = nullsOf(data) + count
  return new Data(type, offset, length + count, nulls, buffers as never, data.children, dictionary, variadicBuffers)
}

/** The nulls of a union are those of a child: here of its first one. */
function unionWithNulls(data: Data<Union>, count: number): Data {
  const { type, length, valueOffsets } = data
  const isDense = DataType.isDenseUnion(type)
  const typeIds = new Int8Array(length + count).fill(type.typeIds[0]!, length)
  if (length > 0) typeIds.set(data.typeIds.subarray(0, length))
  const children = type.children.map((field, k) => childOf(data, k, field.type))
  const first = children[0]!
  const nulls = isDense ? 1 : Math.max(0, length + count - first.length)
  children[0] = withNulls(first, nulls)
  const offsets = isDense ? new Int32Array(length + count).fill(first.length, length) : undefined
  if (length > 0) offsets?.set(valueOffsets.subarray(0, length))
  return new Data(type, 0, length + count, 0, { 0: offsets, 3: typeIds } as never, children) as Data
}
