// The reference's pointer-sized unsigned integers. Their bytes are those of `u64`; only the name differs.

import type { ColumnType } from '../column-type.js'
import { U64Shape } from './u64.js'

/** Pointer-sized unsigned integers: 64 bits, as bigint. */
export const usize: ColumnType<bigint> = {
  name: 'usize',
  kind: 'usize',
  parts: [],
  leaves: [BigUint64Array],
  nullable: false,
  integer: true,
  create: () => new U64Shape(usize, BigUint64Array),
}
