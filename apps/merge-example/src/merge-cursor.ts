// Where a merge stands in one run. Holds one column of it in memory: takes the next when that is consumed, and gives the consumed one's
// memory back.
import type { ColumnPager } from '@spillway/column-pager'
import type { FlightUpdateRow } from './flight-update.js'
import type { Run } from './run.js'
import type { UpdateColumn } from './update-verbs.js'

export class MergeCursor implements Disposable {
  readonly #columns: ColumnPager<UpdateColumn>
  readonly #run: Run
  #column: UpdateColumn | undefined
  #index = -1
  /** The row it stands at; undefined once the run is consumed. */
  row: FlightUpdateRow | undefined

  constructor(columns: ColumnPager<UpdateColumn>, run: Run) {
    this.#columns = columns
    this.#run = run
    this.advance()
  }

  advance(): void {
    this.#index++
    while (this.#column === undefined || this.#index >= this.#column.length) {
      this.#recycle()
      const next = this.#run.columns.shift()
      if (next === undefined) {
        this.row = undefined
        return
      }
      this.#column = this.#columns.take(next)
      this.#index = 0
    }
    this.row = this.#column.get(this.#index)
  }

  /** Gives back everything that was not consumed. */
  [Symbol.dispose](): void {
    this.#recycle()
    for (const column of this.#run.columns.splice(0)) column.close()
  }

  #recycle(): void {
    if (this.#column !== undefined) this.#columns.recycle(this.#column)
    this.#column = undefined
  }
}
