// A sorted sequence of columns, paged. Whoever merges it consumes it.
import type { PagedColumn } from '@spillway/column-pager'
import type { UpdateColumn } from './flight-update.js'

/** In order: no row of a column comes before a row of the column before it. */
export type Run = PagedColumn<UpdateColumn>[]
