// Typed columns and their types. Only re-exports.

export {
  Column,
  type ColumnConstructor,
  type ColumnForm,
  type ColumnOf,
  type ColumnRange,
  type ColumnReadOptions,
} from './column.js'
export { columnBytes } from './column-bytes.js'
export { ColumnFormatError } from './column-format-error.js'
export type { AnyColumnType, ColumnType, RowOf, TypeKind, TypePart } from './column-type.js'
export type { ContainerBytes, FromBytesOptions } from './container-bytes.js'
export type { LeafArray } from './leaf-array.js'
export { bool } from './shapes/bool.js'
export { bytes } from './shapes/bytes.js'
export { char } from './shapes/char.js'
export { type DurationRow, duration } from './shapes/duration.js'
export { f32 } from './shapes/f32.js'
export { f64 } from './shapes/f64.js'
export { i8 } from './shapes/i8.js'
export { i16 } from './shapes/i16.js'
export { i32 } from './shapes/i32.js'
export { type I64Type, i64 } from './shapes/i64.js'
export { i128 } from './shapes/i128.js'
export { isize } from './shapes/isize.js'
export { list } from './shapes/list.js'
export { type OptionRow, option } from './shapes/option.js'
export { type ResultRow, result } from './shapes/result.js'
export { type StructRow, struct } from './shapes/struct.js'
export { type TupleRow, tuple } from './shapes/tuple.js'
export { u8 } from './shapes/u8.js'
export { u16 } from './shapes/u16.js'
export { u32 } from './shapes/u32.js'
export { type U64Type, u64 } from './shapes/u64.js'
export { u128 } from './shapes/u128.js'
export { unit } from './shapes/unit.js'
export { usize } from './shapes/usize.js'
export { utf8 } from './shapes/utf8.js'
export { type VariantRow, variant } from './shapes/variant.js'
