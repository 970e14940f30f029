// A record batch's data from its body: views of the body, put together as the schema says. Checks that every buffer is as long as Arrow will
// read it and, unless the bytes are trusted, that offsets and tags point at what is there. Values are Arrow's business.

import { Data, DataType, type Dictionary, type Union, Vector } from 'apache-arrow'
import type { BodyReader } from './body-reader.js'
import { hasBounds, needsOf } from './node-needs.js'

interface ArrayKind {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): ArrayBufferView
}

/** Reads the node of `type`, and those below it. `dictionaries` are the ones of the nodes before it, by id; its own are added. */
export function readData(type: DataType, body: BodyReader, dictionaries: Map<number, Vector>): Data {
  const length = body.count('the length')
  const nullCount = body.count('the null count', length)
  const offset = body.count('the offset')
  const valueOffsets = viewed(body.buffer('the offsets'), kindOf(type, 'OffsetArrayType'))
  const values = viewed(body.buffer('the values'), kindOf(type, 'ArrayType'))
  const nullBitmap = body.buffer('the validity bitmap')
  const typeIds = viewed(body.buffer('the type ids'), Int8Array)
  const more = Array.from({ length: body.count('further buffers', 2 ** 20) }, () => body.buffer('a further buffer')!)
  const dictionary = DataType.isDictionary(type) ? readDictionary(type, body, dictionaries) : noDictionary(body)
  const children = (DataType.isDictionary(type) ? [] : (type.children ?? [])).map(field =>
    readData(field.type, body, dictionaries),
  )
  const buffers = { 0: valueOffsets, 1: values, 2: nullBitmap, 3: typeIds }
  const data = new Data(type, offset, length, nullCount, buffers as never, children, dictionary, more)
  requireBuffers(data, body.trusted)
  return data
}

function readDictionary(type: Dictionary, body: BodyReader, dictionaries: Map<number, Vector>): Vector | undefined {
  const count = body.count('chunks of the dictionary', 2 ** 20)
  if (count === 0) return dictionaries.get(type.id)
  const chunks = Array.from({ length: count }, () => readData(type.dictionary, body, dictionaries))
  const dictionary = new Vector(chunks)
  if (!dictionaries.has(type.id)) dictionaries.set(type.id, dictionary)
  return dictionary
}

function noDictionary(body: BodyReader): undefined {
  body.count('chunks of a dictionary', 0)
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
  const { type, length } = data
  const needs = needsOf(data)
  const require = (there: { readonly length: number } | undefined, elements: number, what: string) => {
    if ((there?.length ?? 0) < elements)
      throw new RangeError(`${type} of ${length} rows has ${there?.length ?? 0} ${what}, and needs ${elements}`)
  }
  if (data.nullCount > 0) require(data.nullBitmap, needs.validity, 'bytes of validity')
  require(data.typeIds, needs.typeIds, 'type ids')
  require(data.valueOffsets, needs.offsets, 'offsets')
  require(data.values as Uint8Array, needs.values, DataType.isBool(type) ? 'bytes of bits' : 'values')
  for (const child of data.children) require(child, needs.childRows, 'rows in a child')
  if (trusted) return
  if (hasBounds(type)) requireOffsets(data)
  if (DataType.isUnion(type)) requireTags(data as Data<Union>)
}

/** Throws unless the offsets of `data` are in order, and within what they point into. */
function requireOffsets({ type, length, valueOffsets, values, children }: Data): void {
  const there = children.length > 0 ? children[0]!.length : ((values as Uint8Array | undefined)?.length ?? 0)
  const offsets = valueOffsets as Int32Array | BigInt64Array
  if (length === 0) return
  const wrong =
    offsets instanceof BigInt64Array ? firstWrong64(offsets, length, there) : firstWrong(offsets, length, there)
  if (wrong <= length)
    throw new RangeError(
      `offset ${wrong} of ${type} is ${offsets[wrong]}, after ${offsets[wrong - 1] ?? 0} and of ${there}`,
    )
}

/** The first of `length + 1` offsets that is below the one before it or above `there`. Apart from its twin: a loop is fast over one kind. */
function firstWrong(offsets: Int32Array, length: number, there: number): number {
  let last = 0
  for (let i = 0; i <= length; i++) {
    const offset = offsets[i]!
    if (offset < last || offset > there) return i
    last = offset
  }
  return length + 1
}

function firstWrong64(offsets: BigInt64Array, length: number, there: number): number {
  let last = 0
  for (let i = 0; i <= length; i++) {
    const offset = Number(offsets[i])
    if (offset < last || offset > there) return i
    last = offset
  }
  return length + 1
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
