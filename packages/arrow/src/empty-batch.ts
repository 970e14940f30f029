// A record batch without rows: what is left of one when a pager has it. Every node is there, so that it has a body like any other.

import { Data, DataType, makeData, RecordBatch, type Schema, Struct, Vector } from 'apache-arrow'

/** A record batch of `schema` without rows. */
export function emptyBatch(schema: Schema): RecordBatch {
  return new RecordBatch(schema, emptyData(new Struct(schema.fields)) as never)
}

/** No rows of `type`. Dictionaries of one id are one, as Arrow wants it of a batch: `dictionaries` has those that there are. */
export function emptyData(type: DataType, dictionaries = new Map<number, Vector>()): Data {
  if (DataType.isDictionary(type)) {
    const dictionary = dictionaries.get(type.id) ?? new Vector([emptyData(type.dictionary, dictionaries)])
    dictionaries.set(type.id, dictionary)
    return makeData({ type, length: 0, nullCount: 0, dictionary } as never)
  }
  const children = (type.children ?? []).map(field => emptyData(field.type, dictionaries))
  const values: unknown = type.ArrayType
  const buffers = {
    0: DataType.isStruct(type) ? undefined : new type.OffsetArrayType(1),
    1: values === Array ? undefined : new type.ArrayType(0),
    3: DataType.isUnion(type) ? new Int8Array(0) : undefined,
  }
  return new Data(type, 0, 0, 0, buffers as never, children)
}
