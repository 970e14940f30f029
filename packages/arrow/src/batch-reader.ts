// A record batch's data from its body: views of the body, put together as the schema says. Checks that every buffer is as long as Arrow will
// read it and, unless the bytes are trusted, that offsets and tags point at what is there. Values are Arrow's business.

import { Data, DataType, type Dictionary, type Union, Vector } from 'apache-arrow'
import type { BodyReader } from './body-reader.js'

/** Bits to a value that is in no buffer of values. */
const NO_VALUES = 0

interface ArrayKind {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): ArrayBufferView
}

/** Reads the node of `type`, and those below it. */
export function readData(type: DataType, body: BodyReader): Data {
  const length = body.count('the length')
  const nullCount = body.count('the null count', length)
  const offset = body.count('the offset')
  const valueOffsets = viewed(body.buffer('the offsets'), kindOf(type, 'OffsetArrayType'))
  const values = viewed(body.buffer('the values'), kindOf(type, 'ArrayType'))
  const nullBitmap = body.buffer('the validity bitmap')
  const typeIds = viewed(body.buffer('the type ids'), Int8Array)
  const more = Array.from({ length: body.count('further buffers', 2 ** 20) }, () => body.buffer('a further buffer')!)
  const chunks = Array.from(
    { length: body.count('chunks of the dictionary', DataType.isDictionary(type) ? 2 ** 20 : 0) },
    () => readData((type as DataType as Dictionary).dictionary, body),
  )
  const children = (DataType.isDictionary(type) ? [] : (type.children ?? [])).map(field => readData(field.type, body))
  const buffers = { 0: valueOffsets, 1: values, 2: nullBitmap, 3: typeIds }
  const dictionary = chunks.length > 0 ? new Vector(chunks) : undefined
  const data = new Data(type, offset, length, nullCount, buffers as never, children, dictionary, more)
  requireBuffers(data, body.trusted)
  return data
}

function kindOf(type: DataType, name: 'ArrayType' | 'OffsetArrayType'): ArrayKind {
  // Structs and lists say Array: they have no values of their own.
  const kind = DataType.isDictionary(type) && name === 'ArrayType' ? type.indices.ArrayType : type[name]
  return (kind as unknown) === Array ? Uint8Array : (kind as unknown as ArrayKind)
}

function viewed(bytes: Uint8Array | undefined, kind: ArrayKind): ArrayBufferView | undefined {
  if (bytes === undefined) return undefined
  const { BYTES_PER_ELEMENT: width } = kind
  if (bytes.byteLength % width !== 0)
    throw new RangeError(`a buffer has ${bytes.byteLength} bytes, not a multiple of ${width}`)
  return new kind(bytes.buffer, bytes.byteOffset, bytes.byteLength / width)
}

/** Throws unless the buffers of `data` are as long as its rows need. */
function requireBuffers(data: Data, trusted: boolean): void {
  const { type, length, offset, stride } = data
  const needs = (buffer: ArrayLike<unknown> | undefined, elements: number, what: string) => {
    if ((buffer?.length ?? 0) < elements)
      throw new RangeError(`${type} of ${length} rows has ${buffer?.length ?? 0} ${what}, and needs ${elements}`)
  }
  if (data.nullCount > 0 && !DataType.isNull(type) && !DataType.isUnion(type))
    needs(data.nullBitmap as Uint8Array, Math.ceil((offset + length) / 8), 'bytes of validity')
  if (DataType.isUnion(type)) needs(data.typeIds, length, 'type ids')
  if (DataType.isDenseUnion(type)) needs(data.valueOffsets, length, 'offsets')
  if (hasOffsets(type)) {
    needs(data.valueOffsets, length === 0 ? 0 : length + 1, 'offsets')
    if (!trusted) requireOffsets(data)
  } else if (DataType.isBool(type)) needs(data.values as Uint8Array, Math.ceil((offset + length) / 8), 'bytes of bits')
  else if (valueWidth(type) !== NO_VALUES) needs(data.values as Uint8Array, length * stride, 'values')
  if (DataType.isUnion(type) && !trusted) requireTags(data as Data<Union>)
  for (const child of data.children) {
    const rows = DataType.isFixedSizeList(type) ? length * type.listSize : DataType.isStruct(type) ? length : 0
    if (child.length < rows) throw new RangeError(`${type} of ${length} rows has a child of ${child.length}`)
  }
}

function hasOffsets(type: DataType): boolean {
  return (
    DataType.isUtf8(type) ||
    DataType.isLargeUtf8(type) ||
    DataType.isBinary(type) ||
    DataType.isLargeBinary(type) ||
    DataType.isList(type) ||
    DataType.isLargeList(type) ||
    DataType.isMap(type)
  )
}

/** Whether, and how wide, a type has values in a buffer of its own. */
function valueWidth(type: DataType): number {
  if (DataType.isNull(type) || DataType.isUnion(type) || DataType.isStruct(type) || DataType.isFixedSizeList(type))
    return NO_VALUES
  return 1
}

/** Throws unless the offsets of `data` are in order, and within what they point into. */
function requireOffsets({ type, length, valueOffsets, values, children }: Data): void {
  const there = children.length > 0 ? children[0]!.length : ((values as Uint8Array | undefined)?.length ?? 0)
  let last = 0
  for (let i = 0; i <= length && length > 0; i++) {
    const offset = Number(valueOffsets[i])
    if (offset < last || offset > there)
      throw new RangeError(`offset ${i} of ${type} is ${offset}, after ${last} and of ${there}`)
    last = offset
  }
}

/** Throws unless every row of the union `data` is one of a child. */
function requireTags(data: Data<Union>): void {
  const { type, length, typeIds, valueOffsets, children } = data
  for (let i = 0; i < length; i++) {
    const child = children[type.typeIdToChildIndex[typeIds[i]!] ?? -1]
    const row = DataType.isDenseUnion(type) ? Number(valueOffsets[i]) : i
    if (child === undefined || !(row >= 0 && row < child.length))
      throw new RangeError(`row ${i} of ${type} is row ${row} of type id ${typeIds[i]}, which is not there`)
  }
}
