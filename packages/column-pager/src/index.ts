export type { Codec } from './codec.js'
export { type ColumnHint, ColumnPager, type ColumnPagerOptions } from './column-pager.js'
export { ColumnPagerError, type ColumnPagerErrorCode } from './column-pager-error.js'
export type { ColumnPagerCounters, ColumnPagerStats } from './column-pager-stats.js'
export type {
  ColumnPlace,
  EvictMessage,
  FailedVerb,
  FailureMessage,
  PageMessage,
  ReleaseMessage,
  ReleaseReason,
  TakeMessage,
} from './diagnostics.js'
export type { EvictionOptions } from './evictor.js'
export { Lz4Codec } from './lz4-codec.js'
export type { PagedColumn, PagedColumnState } from './paged-column.js'
export type { ColumnTotals } from './tally.js'
