// What `ColumnPager.page` returns: one column, wherever its bytes are now.
import type { ContainerBytes } from '@spillway/column'

/**
 * `resident`: kept, and claimed on the budget. `paged`: its body is with the pager. `compressed`: what a codec made of its body is
 * with the pager, on either backend. `taken` and `closed` are final.
 *
 *     page --> resident | paged | compressed -- take --> taken
 *                                             - close -> closed
 */
export type PagedColumnState = 'resident' | 'paged' | 'compressed' | 'taken' | 'closed'

/**
 * Owned by whoever paged out; `ColumnPager.take` or `close` ends it. One that is dropped instead is reclaimed late, with the
 * warning `COLUMN_LEAKED` or, from the pager, `PAGER_HANDLE_LEAKED`.
 */
export interface PagedColumn<C> extends Disposable {
  readonly state: PagedColumnState
  /** True after take or close. */
  readonly closed: boolean
  /** Bytes of the body; still readable after take and close. */
  readonly byteLength: number
  /** Bytes that are held for it: of the body, or of what the codec made of it. */
  readonly storedByteLength: number
  /** How its bytes become a column again. */
  readonly container: ContainerBytes<C>

  /** Starts to bring the bytes into memory. Never blocks, never throws, may do nothing. */
  prefetch(): void

  /** Discards the column. Idempotent; does nothing after take; never throws. */
  close(): void
}
