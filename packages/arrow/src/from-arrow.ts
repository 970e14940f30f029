// An Arrow vector as a column of a type that the caller names. Arrays of fixed width, and the bytes of strings, are viewed as they are; bounds
// take one pass. Nulls are rows of options only: a null anywhere else is an error that says where.

import { type AnyColumnType, bytes, Column, type LeafArray } from '@spillway/column'
import { type Data, DataType, type Field, type RecordBatch, type Table, type Vector } from 'apache-arrow'
import { isWrapped } from './arrow-type.js'
import { bitAt, bitLeaves, rankedLeaves } from './bitmap.js'
import { defaultRow } from './default-row.js'
import { rowBytesOf } from './row-bytes.js'
import { wholeData } from './whole-data.js'

/**
 * The rows of `vector` as a column of `type`: a view of Arrow's own memory where the vector has one chunk, else a typed column.
 *
 * @throws TypeError when the vector's rows are not of this type, or null where the type has no `null`; the message has the path
 * @throws RangeError for a negative decimal where the type is `u128`
 */
export function fromVector<T extends AnyColumnType>(type: T, vector: Vector): Column<T> {
  return ofChunks(type, vector.data)
}

/** The rows of a record batch or a table as a column of structs. Otherwise as `fromVector`. */
export function fromTable<T extends AnyColumnType>(type: T, table: Table | RecordBatch): Column<T> {
  const batches = 'batches' in table ? table.batches : [table]
  return ofChunks(
    type,
    batches.map(batch => batch.data),
  )
}

function ofChunks<T extends AnyColumnType>(type: T, chunks: readonly Data[]): Column<T> {
  const views = chunks.map(data => Column.fromLeaves(type, ...leavesOf(type, wholeData(data), new Site('vector'))))
  if (views.length === 1) return views[0]!
  const column = new Column(type)
  for (const view of views) column.appendRange(view)
  return column
}

/** Where in the rows something is, and which rows count: those of absent options do not. */
class Site {
  readonly path: string
  /** 1 for each row that counts, or undefined when all do. */
  readonly counts: Uint8Array | undefined

  constructor(path: string, counts?: Uint8Array) {
    this.path = path
    this.counts = counts
  }

  fail(problem: string): never {
    throw new TypeError(`${this.path} ${problem}`)
  }

  within(part: string, counts = this.counts): Site {
    return new Site(`${this.path}${part}`, counts)
  }
}

function leavesOf(type: AnyColumnType, data: Data, site: Site): LeafArray[] {
  if (type.kind === 'option') return optionLeaves(type, data, site)
  if (type.kind === 'unit') {
    if (!DataType.isNull(data.type)) site.fail(`is ${data.type}, not nulls`)
    return [BigUint64Array.of(BigInt(data.length))]
  }
  requireNoNulls(data, type, site)
  if (DataType.isDictionary(data.type)) return dictionaryLeaves(type, data, site)
  switch (type.kind) {
    case 'bool':
      if (!DataType.isBool(data.type)) site.fail(`is ${data.type}, not booleans`)
      return bitLeaves(data.length, i => bitAt(data.values as Uint8Array, data.offset + i))
    case 'u128':
    case 'i128':
      return [wideLeaf(type, data, site)]
    case 'char':
      return charLeaves(type, data, site)
    case 'utf8':
    case 'bytes':
      return spanLeaves(type, data, site)
    case 'list':
      return listLeaves(type, data, site)
    case 'result':
    case 'variant':
      return unionLeaves(type, data, site)
    case 'tuple':
    case 'struct':
    case 'duration':
      return structLeaves(type, data, site)
    default:
      return [numberLeaf(type, data, site)]
  }
}

/** Which rows of `data` are not null, or undefined when all are. */
function validityOf({ type, nullCount, nullBitmap, offset }: Data): ((row: number) => boolean) | undefined {
  if (DataType.isNull(type)) return () => false
  if (DataType.isUnion(type) || nullCount === 0) return undefined
  const bitmap = nullBitmap as Uint8Array
  return row => bitAt(bitmap, offset + row)
}

function requireNoNulls(data: Data, type: AnyColumnType, { counts, path }: Site): void {
  const isValid = validityOf(data)
  if (isValid === undefined) return
  for (let i = 0; i < data.length; i++)
    if (counts?.[i] !== 0 && !isValid(i))
      throw new TypeError(`${path} is null in row ${i}, but ${type.name} is no option`)
}

/** Whether Arrow keeps a type as integers, whatever they mean. */
function isInteger(type: DataType): boolean {
  return (
    DataType.isInt(type) ||
    DataType.isDate(type) ||
    DataType.isTime(type) ||
    DataType.isTimestamp(type) ||
    DataType.isDuration(type)
  )
}

function numberLeaf(type: AnyColumnType, data: Data, site: Site): LeafArray {
  const kind = type.leaves[0]!
  const { values } = data
  const isFloat = type.kind === 'f32' || type.kind === 'f64'
  const isNumber = isFloat ? DataType.isFloat(data.type) : isInteger(data.type)
  if (!(values instanceof kind) || !isNumber || data.stride !== 1 || values.length < data.length)
    site.fail(`is ${data.type}, not what ${type.name} is kept in`)
  return values.subarray(0, data.length)
}

/** Values of 16 bytes; copied only where they do not lie at a multiple of 8. */
function wideLeaf(type: AnyColumnType, data: Data, site: Site): LeafArray {
  const isDecimal = DataType.isDecimal(data.type) && data.type.bitWidth === 128
  const isWide = isDecimal || (DataType.isFixedSizeBinary(data.type) && data.type.byteWidth === 16)
  const { values } = data
  if (!isWide || values.byteLength < 16 * data.length) site.fail(`is ${describe(data.type)}, not values of 16 bytes`)
  if (isDecimal && type.kind === 'u128') requireNoSigns(data, site)
  const bytes = new Uint8Array(values.buffer, values.byteOffset, 16 * data.length)
  const { buffer, byteOffset } = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
  const kind = type.leaves[0]!
  return new kind(buffer, byteOffset, 2 * data.length)
}

function isText(type: DataType): boolean {
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type)
}

function isBinary(type: DataType): boolean {
  return DataType.isBinary(type) || DataType.isLargeBinary(type) || DataType.isBinaryView(type)
}

/** A type in words; Arrow's own leave out how wide a decimal is. */
function describe(type: DataType): string {
  return DataType.isDecimal(type) ? `${type} of ${type.bitWidth} bits` : String(type)
}

function requireNoSigns({ values, length }: Data, { counts, path }: Site): void {
  for (let i = 0; i < length; i++)
    if (counts?.[i] !== 0 && (values as Uint32Array)[4 * i + 3]! >>> 31 === 1)
      throw new RangeError(`${path} is negative in row ${i}: u128 cannot hold that, i128 can`)
}

/** The leaves of characters, which are put in one by one. */
function charLeaves(type: AnyColumnType, data: Data, site: Site): LeafArray[] {
  if (!isText(data.type)) site.fail(`is ${data.type}, not strings`)
  const column = new Column(type)
  for (const [i, row] of rowsOf(data, site).entries()) {
    try {
      column.push(row === undefined ? ' ' : Buffer.from(row.buffer, row.byteOffset, row.byteLength).toString())
    } catch (error) {
      site.fail(`in row ${i}: ${(error as Error).message}`)
    }
  }
  return column.leaves()
}

/** The leaves of strings or bytes that lie here and there. */
function viewLeaves(data: Data, site: Site): LeafArray[] {
  const column = new Column(bytes)
  for (const row of rowsOf(data, site)) column.push(row ?? new Uint8Array(0))
  return column.leaves()
}

/** The bytes of each row, undefined where it does not count. */
function rowsOf(data: Data, site: Site): (Uint8Array | undefined)[] {
  const bytesOf = rowBytesOf(data)
  return Array.from({ length: data.length }, (_, i) => {
    if (site.counts?.[i] === 0) return undefined
    return bytesOf(i) ?? site.fail(`in row ${i} has bytes that are not there`)
  })
}

/** Where rows end, counted from where the first one starts, and that. */
function boundsOf({ valueOffsets, length }: Data): { bounds: BigUint64Array; start: number; end: number } {
  const bounds = new BigUint64Array(length)
  const words = new Uint32Array(bounds.buffer)
  const start = length === 0 ? 0 : Number(valueOffsets[0])
  for (let i = 0; i < length; i++) {
    const end = Number(valueOffsets[i + 1]) - start
    words[2 * i] = end
    words[2 * i + 1] = end / 2 ** 32
  }
  return { bounds, start, end: length === 0 ? 0 : Number(valueOffsets[length]) }
}

function spanLeaves(type: AnyColumnType, data: Data, site: Site): LeafArray[] {
  const wantsText = type.kind === 'utf8'
  if (wantsText ? !isText(data.type) : !isBinary(data.type))
    site.fail(`is ${data.type}, not ${wantsText ? 'strings' : 'bytes'}`)
  if (DataType.isUtf8View(data.type) || DataType.isBinaryView(data.type)) return viewLeaves(data, site)
  const { bounds, start, end } = boundsOf(data)
  return [bounds, (data.values as Uint8Array | undefined)?.subarray(start, end) ?? new Uint8Array(0)]
}

function listLeaves(type: AnyColumnType, data: Data, site: Site): LeafArray[] {
  const isFixed = DataType.isFixedSizeList(data.type)
  const isList = isFixed || DataType.isList(data.type) || DataType.isLargeList(data.type) || DataType.isMap(data.type)
  if (!isList) site.fail(`is ${data.type}, not lists`)
  const size = isFixed ? (data.type as { listSize: number }).listSize : 0
  const { bounds, start, end } = isFixed
    ? {
        bounds: BigUint64Array.from({ length: data.length }, (_, i) => BigInt((i + 1) * size)),
        start: 0,
        end: data.length * size,
      }
    : boundsOf(data)
  const child = data.children[0]!.slice(start, end - start)
  const counts = site.counts && elementCounts(site.counts, bounds)
  return [bounds, ...leavesOf(type.parts[0]!.type, child, site.within('[]', counts))]
}

/** For each element 1 when the row that it is in counts. */
function elementCounts(counts: Uint8Array, bounds: BigUint64Array): Uint8Array {
  const elements = new Uint8Array(Number(bounds[bounds.length - 1] ?? 0n))
  for (let i = 0; i < bounds.length; i++)
    if (counts[i] !== 0) elements.fill(1, i === 0 ? 0 : Number(bounds[i - 1]), Number(bounds[i]))
  return elements
}

function structLeaves(type: AnyColumnType, data: Data, site: Site): LeafArray[] {
  if (!DataType.isStruct(data.type)) site.fail(`is ${data.type}, not a struct`)
  const names = data.type.children.map(field => field.name)
  return type.parts.flatMap(({ name, type: part }, k) => {
    const at = type.kind === 'tuple' ? k : names.indexOf(name)
    const child = data.children[at]
    if (child === undefined) site.fail(`has no field ${name}, only ${names.join(', ')}`)
    return leavesOf(part, child.slice(0, data.length), site.within(`.${name}`))
  })
}

function dictionaryLeaves(type: AnyColumnType, data: Data, site: Site): LeafArray[] {
  const dictionary = data.dictionary as Vector
  const { length } = dictionary
  const hasNulls = dictionary.nullCount > 0
  const counts = new Uint8Array(length)
  const keys = Uint32Array.from({ length: data.length }, (_, i) => {
    if (site.counts?.[i] === 0) return 0
    const key = Number(data.values[i])
    if (!(key >= 0 && key < length)) site.fail(`in row ${i} is value ${key} of a dictionary of ${length}`)
    if (hasNulls && !dictionary.isValid(key)) site.fail(`is null in row ${i}, but ${type.name} is no option`)
    counts[key] = 1
    return key
  })
  const values = new Column(type)
  let start = 0
  for (const chunk of dictionary.data) {
    const own = site.within('', counts.subarray(start, start + chunk.length))
    values.appendRange(Column.fromLeaves(type, ...leavesOf(type, wholeData(chunk), own)))
    start += chunk.length
  }
  return gathered(type, values.length === 0 && data.length > 0 ? anyRow(type) : values, keys)
}

/** For rows none of which counts, and each of which takes a place all the same. */
function anyRow<T extends AnyColumnType>(type: T): Column<T> {
  const column = new Column(type)
  column.push(defaultRow(type) as never)
  return column
}

function gathered<T extends AnyColumnType>(type: T, source: Column<T>, rows: Uint32Array): LeafArray[] {
  const column = new Column(type)
  column.gather(source, rows)
  return column.leaves()
}

/** Which rows of an option are there, or undefined when all are. A dictionary may have a null among its values, too. */
function presenceOf(data: Data): ((row: number) => boolean) | undefined {
  const isValid = validityOf(data)
  const { dictionary, values } = data
  if (!dictionary?.nullCount) return isValid
  return row => isValid?.(row) !== false && dictionary.isValid(Number(values[row]))
}

function optionLeaves(type: AnyColumnType, data: Data, site: Site): LeafArray[] {
  const inner = type.parts[0]!.type
  const { length } = data
  const wrapped = isWrapped(inner)
  if (wrapped && !DataType.isStruct(data.type)) site.fail(`is ${data.type}, not a struct with the field some`)
  const present = presenceOf(data)
  const ranks = rankedLeaves(length, present ?? (() => true))
  const values = wrapped ? someOf(data, site) : data
  if (present === undefined) return [...ranks, ...leavesOf(inner, values, site)]
  const counts = Uint8Array.from({ length }, (_, i) => Number(site.counts?.[i] !== 0 && present(i)))
  const rows = Uint32Array.from({ length }, (_, i) => i).filter(present)
  if (rows.length === 0) return [...ranks, ...new Column(inner).leaves()]
  const all = Column.fromLeaves(inner, ...leavesOf(inner, values, site.within('', counts)))
  return [...ranks, ...gathered(inner, all, rows)]
}

/** The rows that a wrapping struct has in its one field. */
function someOf({ type, children, length }: Data, site: Site): Data {
  const names = (type.children as Field[]).map(field => field.name)
  if (names.length !== 1 || names[0] !== 'some') site.fail(`has the fields ${names.join(', ')}, not only some`)
  return children[0]!.slice(0, length)
}

function unionLeaves(type: AnyColumnType, data: Data, site: Site): LeafArray[] {
  const union = data.type
  if (!DataType.isUnion(union) || union.children.length !== type.parts.length)
    site.fail(`is ${union}, not a union of ${type.parts.length}`)
  const ids = (data.typeIds as Int8Array).subarray(0, data.length) // files pad it
  const tags = Uint8Array.from(ids, (id, i) => {
    const tag = union.typeIdToChildIndex[id] as number | undefined
    if (tag === undefined && site.counts?.[i] !== 0)
      site.fail(`has type id ${id} in row ${i}, which is none of its own`)
    return tag ?? 0
  })
  const rows = type.parts.map(() => [] as number[])
  const counted = type.parts.map(() => [] as number[])
  const offsets = new BigUint64Array(data.length)
  for (let i = 0; i < data.length; i++) {
    const own = rows[tags[i]!]!
    offsets[i] = BigInt(own.length)
    const row = DataType.isDenseUnion(union) ? Number(data.valueOffsets[i]) : i
    const there = data.children[tags[i]!]!.length
    const isThere = row >= 0 && row < there
    // A row that a null around it hides may say anything.
    own.push(isThere ? row : 0)
    if (site.counts?.[i] === 0) continue
    if (!isThere) site.fail(`in row ${i} is row ${row} of ${there}`)
    counted[tags[i]!]!.push(row)
  }
  const children = type.parts.flatMap(({ name, type: part }, k) => {
    const child = data.children[k]!
    const all = Column.fromLeaves(
      part,
      ...leavesOf(part, child, site.within(`(${name})`, chosen(child.length, counted[k]!))),
    )
    return gathered(part, all.length === 0 && rows[k]!.length > 0 ? anyRow(part) : all, Uint32Array.from(rows[k]!))
  })
  if (type.kind === 'result') return [...rankedLeaves(data.length, i => tags[i] === 0), ...children]
  const only = rows.findIndex(own => own.length === data.length)
  if (only < 0) return [...children, tags, offsets]
  const isEmpty = data.length === 0
  return [
    ...children,
    new Uint8Array(0),
    isEmpty ? new BigUint64Array(0) : BigUint64Array.of(BigInt(only + 1), BigInt(data.length)),
  ]
}

/** For each of `length` rows 1 when it is one of `rows`. */
function chosen(length: number, rows: readonly number[]): Uint8Array {
  const counts = new Uint8Array(length)
  for (const row of rows) counts[row] = 1
  return counts
}
