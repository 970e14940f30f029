// Makes sorted runs: every batch is sorted and paged out as a run of one column. It holds one column of rows at a time.
import { Column } from '@spillway/column'
import type { ColumnPager } from '@spillway/column-pager'
import { FlightUpdate, type UpdateColumn } from './flight-update.js'
import type { Run } from './run.js'

export class RunMaker {
  readonly #columns: ColumnPager<UpdateColumn>
  /** Paging empties it and keeps its capacity, so that it grows only once. */
  readonly #sorted = new Column(FlightUpdate)

  constructor(columns: ColumnPager<UpdateColumn>) {
    this.#columns = columns
  }

  make(batch: UpdateColumn): Run {
    this.#sorted.gather(batch, batch.sortPermutation())
    return [this.#columns.page(this.#sorted)]
  }
}
