// Makes sorted runs: every batch is sorted, equal updates are added up, and what is left is paged out as a run of one column. It holds
// one column of rows at a time.
import { Column } from '@spillway/column'
import type { ColumnPager } from '@spillway/column-pager'
import { FlightUpdate } from './flight-update.js'
import type { Run } from './run.js'
import { compareUpdates, UpdateAdder, type UpdateColumn } from './update-verbs.js'

export class RunMaker {
  readonly #columns: ColumnPager<UpdateColumn>
  readonly #sorted = new Column(FlightUpdate)

  constructor(columns: ColumnPager<UpdateColumn>) {
    this.#columns = columns
  }

  make(batch: UpdateColumn): Run {
    const sorted = this.#sorted
    const adder = new UpdateAdder(update => sorted.push(update))
    for (const update of [...batch].sort(compareUpdates)) adder.add(update)
    adder.flush()
    const { length } = sorted
    return { columns: [this.#columns.page(sorted)], length }
  }
}
