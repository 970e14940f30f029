// The statistics of a column pager, as far as they are read here. `ColumnPagerStats` of @spillway/column-pager is one of these; it is not
// imported, so that the declarations of this package need no other one.

interface Totals {
  readonly columns: number
  readonly bytes: number
  readonly storedBytes: number
}

/** What `stats()` of an observed column pager returns: `ColumnPagerStats`, or as much of it as this has. */
export interface ColumnPagerStatistics {
  readonly resident: Totals
  readonly paged: Totals
  readonly compressed: Totals
  readonly inFlight: Totals
  readonly codecs: Readonly<Record<string, Totals>>
  readonly counters: {
    readonly kept: Totals
    readonly released: Totals
    readonly pagedOut: Totals
    readonly evicted: Totals
    readonly pagedIn: Totals
    readonly discarded: Totals
    readonly failures: Readonly<Record<'page' | 'take' | 'read' | 'evict', number>>
  }
}
