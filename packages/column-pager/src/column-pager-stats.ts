// What `ColumnPager.stats()` returns: where the columns of one column pager are now, and what it did since it was made.
import type { ColumnTotals } from './tally.js'

/** Everything that was counted since the column pager was made. */
export interface ColumnPagerCounters {
  /** Columns that a policy kept, and those of them whose budget came back, whatever the reason. */
  readonly kept: ColumnTotals
  readonly released: ColumnTotals
  /** Columns whose bytes were handed to the pager, evicted ones included. */
  readonly pagedOut: ColumnTotals
  /** Of these: columns that had been kept before, and were paged out to make room. */
  readonly evicted: ColumnTotals
  /** Columns that were taken back from the pager, and columns that were closed while they were there. */
  readonly pagedIn: ColumnTotals
  readonly discarded: ColumnTotals
  /** How often each verb failed. `page` and `take` threw; an eviction that fails throws nothing. */
  readonly failures: { readonly page: number; readonly take: number; readonly read: number; readonly evict: number }
}

/**
 * A paged column that was dropped without take or close stays where it was in here, until the warning about it says otherwise: for
 * good, if it was with the pager.
 */
export interface ColumnPagerStats {
  /** Kept, and claimed on the budget. */
  readonly resident: ColumnTotals
  /** With the pager, as they are. */
  readonly paged: ColumnTotals
  /** With the pager, as a codec made them. */
  readonly compressed: ColumnTotals
  /**
   * Taken, and neither recycled nor paged again, by whichever column pager of this thread, nor collected; and copies that `read` is
   * showing. A column counts with the column pager that paged it.
   */
  readonly inFlight: ColumnTotals
  /** What is with the pager, by codec; `none` is `paged`. Codecs that were never used are absent. */
  readonly codecs: Readonly<Record<string, ColumnTotals>>
  readonly counters: ColumnPagerCounters
}
