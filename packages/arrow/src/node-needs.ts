// How long are the buffers of an Arrow `Data`, as its rows need them? What is read from a body must be as long as that, and what is written
// into one is made so.

import { type Data, DataType, Type } from 'apache-arrow'

/** Elements of each buffer, bytes where they hold bits, and the rows of each child. */
export interface NodeNeeds {
  readonly offsets: number
  readonly values: number
  /** Only where there are nulls. */
  readonly validity: number
  readonly typeIds: number
  /** Lists, and unions with offsets, say themselves which rows of a child they need: 0 here. */
  readonly childRows: number
}

/** Types whose offsets are the bounds of their rows. */
const BOUNDED: ReadonlySet<Type> = new Set([
  Type.Utf8,
  Type.LargeUtf8,
  Type.Binary,
  Type.LargeBinary,
  Type.List,
  Type.LargeList,
  Type.Map,
])

/** Types with no value of fixed width for each row in a buffer of its own. */
const VALUELESS: ReadonlySet<Type> = new Set([...BOUNDED, Type.Null, Type.Union, Type.Struct, Type.FixedSizeList])

export function needsOf({ type, length, offset, stride }: Data): NodeNeeds {
  const bits = Math.ceil((offset + length) / 8)
  const isUnion = DataType.isUnion(type)
  return {
    offsets: DataType.isDenseUnion(type) ? length : hasBounds(type) && length > 0 ? length + 1 : 0,
    values: VALUELESS.has(type.typeId) ? 0 : DataType.isBool(type) ? bits : length * stride,
    validity: isUnion || DataType.isNull(type) ? 0 : bits,
    typeIds: isUnion ? length : 0,
    childRows: DataType.isFixedSizeList(type)
      ? length * type.listSize
      : DataType.isStruct(type) || DataType.isSparseUnion(type)
        ? length
        : 0,
  }
}

/** Whether the offsets of a type are the bounds of its rows. */
export function hasBounds(type: DataType): boolean {
  return BOUNDED.has(type.typeId)
}
