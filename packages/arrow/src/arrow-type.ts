// Which Arrow type has the rows of a column type? Nothing is converted that Arrow can say itself; what it cannot is a struct, a union or
// fixed-size binary.

import type { AnyColumnType, TypeKind } from '@spillway/column'
import {
  Binary,
  Bool,
  type DataType,
  DenseUnion,
  Field,
  FixedSizeBinary,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  List,
  Null,
  Struct,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
} from 'apache-arrow'

const LEAVES: Readonly<Partial<Record<TypeKind, () => DataType>>> = {
  u8: () => new Uint8(),
  u16: () => new Uint16(),
  u32: () => new Uint32(),
  u64: () => new Uint64(),
  usize: () => new Uint64(),
  i8: () => new Int8(),
  i16: () => new Int16(),
  i32: () => new Int32(),
  i64: () => new Int64(),
  isize: () => new Int64(),
  f32: () => new Float32(),
  f64: () => new Float64(),
  u128: () => new FixedSizeBinary(16),
  i128: () => new FixedSizeBinary(16),
  bool: () => new Bool(),
  unit: () => new Null(),
  char: () => new Utf8(),
  utf8: () => new Utf8(),
  bytes: () => new Binary(),
}

/**
 * Whether an option of `inner` is a struct with one field, `some`, in Arrow: where the inner type has nulls of its own, and where it is
 * one to which Arrow gives no nulls.
 */
export function isWrapped(inner: AnyColumnType): boolean {
  return inner.nullable || inner.kind === 'result' || inner.kind === 'variant'
}

/** The Arrow type of columns of `type`. */
export function arrowTypeOf(type: AnyColumnType): DataType {
  const leaf = LEAVES[type.kind]
  if (leaf !== undefined) return leaf()
  if (type.kind === 'list') return new List(fieldsOf(type)[0]!)
  if (type.kind === 'option') {
    const inner = type.parts[0]!.type
    return isWrapped(inner) ? new Struct(fieldsOf(type)) : arrowTypeOf(inner)
  }
  const fields = fieldsOf(type)
  if (type.kind === 'result' || type.kind === 'variant')
    return new DenseUnion(
      fields.map((_, k) => k),
      fields,
    )
  return new Struct(fields)
}

/** The parts of a type as Arrow fields. */
function fieldsOf(type: AnyColumnType): Field[] {
  return type.parts.map(({ name, type }) => new Field(name, arrowTypeOf(type), type.kind === 'option'))
}
