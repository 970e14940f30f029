// A sorted sequence of columns, paged. Whoever merges it consumes it.
import type { PagedColumn } from '@spillway/column-pager'
import type { UpdateColumn } from './update-verbs.js'

/** Target size of a column in bytes: one more row still fits a slot of 2 MiB. */
export const COLUMN_BYTES = 2 ** 21 - 4096

export interface Run {
  /** In order: the last row of each comes before, or beside, the first row of the next. */
  readonly columns: PagedColumn<UpdateColumn>[]
  readonly length: number
}
