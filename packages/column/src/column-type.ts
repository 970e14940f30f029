// What a column type is: a value that knows its name, how many slices its bytes have, and how to make an empty column of itself.
// The TypeScript type of a row rides along, so that `RowOf<typeof Update>` needs no second declaration.

import type { ColumnOf } from './column.js'
import type { LeafArray, LeafArrayConstructor } from './leaf-array.js'

/** The shapes that a type can have. */
export type TypeKind =
  | 'u8'
  | 'u16'
  | 'u32'
  | 'u64'
  | 'u128'
  | 'usize'
  | 'i8'
  | 'i16'
  | 'i32'
  | 'i64'
  | 'i128'
  | 'isize'
  | 'f32'
  | 'f64'
  | 'bool'
  | 'unit'
  | 'char'
  | 'utf8'
  | 'bytes'
  | 'duration'
  | 'tuple'
  | 'struct'
  | 'list'
  | 'option'
  | 'result'
  | 'variant'

/** A type that another one is made of, and what it is there: a field, a tag, `element`, `some`, `ok` or `err`. */
export interface TypePart {
  readonly name: string
  readonly type: AnyColumnType
}

/** The type of a column whose rows are of type `Row`. Types are immutable and may be shared by any number of columns. */
export interface ColumnType<Row> {
  /** The type as one would write it, such as `tuple(utf8, u64)`. Types with equal names have equal bytes and equal rows. */
  readonly name: string
  readonly kind: TypeKind
  /** What it is made of, in the order of the bytes. */
  readonly parts: readonly TypePart[]
  /** The kinds of its leaves, which are the slices of a body: fixed by the type, whatever the rows. */
  readonly leaves: readonly LeafArrayConstructor<LeafArray>[]
  /** True when `null` is a row of this type; an option of such a type wraps its rows as `{ some }`. */
  readonly nullable: boolean
  /** True for integers, which `consolidate` can sum. */
  readonly integer?: boolean
  /** True when rows may take no bytes, so that a small body can claim any number of them. */
  readonly weightless?: boolean
  /** Makes an empty, growable column. Programs write `new Column(type)`. */
  create(): ColumnOf<Row>
}

/** Any column type at all. */
// biome-ignore lint/suspicious/noExplicitAny: rows are both read and written, so only `any` stands for every type
export type AnyColumnType = ColumnType<any>

/** The rows of a column type: `RowOf<typeof u64>` is `bigint`. */
export type RowOf<T extends AnyColumnType> = T extends ColumnType<infer Row> ? Row : never
