// The golden vectors: bodies that the reference wrote, with the rows that they hold.

import { readFileSync } from 'node:fs'
import { listOf, optionOf, resultOf, structOf, tupleOf } from './composite-models.js'
import { leaves } from './leaf-models.js'
import type { Model } from './model.js'

const { u64, i64, utf8, bytes, bool, unit, u32 } = leaves

/** The model of each family of vectors. */
export const golden: Readonly<Record<string, Model>> = {
  u8: leaves.u8,
  u16: leaves.u16,
  u32,
  u64,
  i8: leaves.i8,
  i32: leaves.i32,
  i64,
  usize: leaves.usize,
  isize: leaves.isize,
  u128: leaves.u128,
  i128: leaves.i128,
  f64: leaves.f64,
  bool,
  char: leaves.char,
  unit,
  duration: leaves.duration,
  string: utf8,
  string_fixed4: utf8,
  string_empty: utf8,
  vec_u8: bytes,
  vec_u64: listOf(u64),
  vec_string: listOf(utf8),
  tuple1_u32: tupleOf(u32),
  tuple_u64_i64: tupleOf(u64, i64),
  update_u64_string: tupleOf(tupleOf(u64, utf8), u64, i64),
  update_string_unit: tupleOf(tupleOf(utf8, unit), u64, i64),
  update_i64_i64: tupleOf(tupleOf(i64, i64), u64, i64),
  option_u64: optionOf(u64),
  option_u64_allsome: optionOf(u64),
  option_u64_allnone: optionOf(u64),
  option_string: optionOf(utf8),
  result_u64_string: resultOf(u64, utf8),
  derive_struct: structOf({ a: u64, b: utf8, c: bool }),
}

/** A body that the reference wrote. */
export interface GoldenVector {
  readonly rows: unknown[]
  readonly body: Uint8Array
}

/** The vectors of a family, smallest first. */
export function goldenVectors(name: string): GoldenVector[] {
  const file = (suffix: string) => readFileSync(new URL(`../vectors/${name}.${suffix}`, import.meta.url))
  const { sizes, values } = JSON.parse(file('json').toString()) as {
    sizes: { length: number; byteLength: number }[]
    values: unknown[]
  }
  const rows = values.map(golden[name]!.fromJson)
  const bodies = file('bin')
  let end = 0
  return sizes.map(({ length, byteLength }) => {
    end += byteLength
    return { rows: rows.slice(0, length), body: new Uint8Array(bodies.subarray(end - byteLength, end)) }
  })
}
