// The reference's pointer-sized signed integers. Their bytes are those of `i64`; only the name differs.

import type { ColumnType } from '../column-type.js'
import { I64Shape } from './i64.js'

/** Pointer-sized signed integers: 64 bits, as bigint. */
export const isize: ColumnType<bigint> = {
  name: 'isize',
  kind: 'isize',
  parts: [],
  leaves: [BigInt64Array],
  nullable: false,
  integer: true,
  create: () => new I64Shape(isize, BigInt64Array),
}
