// Where a merge stands in one run. Holds one column of it in memory: takes the next when that is consumed, and gives the consumed one's
// memory back.
import type { ColumnPager } from '@spillway/column-pager'
import type { FlightUpdateRow, UpdateColumn } from './flight-update.js'
import type { Run } from './run.js'

/** Most rows that are moved at once, so that what they are moved to does not outgrow its size by much. */
const MAX_STEP_ROWS = 1024

export class MergeCursor implements Disposable {
  readonly #columns: ColumnPager<UpdateColumn>
  readonly #run: Run
  #column: UpdateColumn | undefined
  #index = 0

  constructor(columns: ColumnPager<UpdateColumn>, run: Run) {
    this.#columns = columns
    this.#run = run
    this.#takeNext()
  }

  /** Whether the run is consumed. */
  get ended(): boolean {
    return this.#column === undefined
  }

  /** The row it stands at, which there must be. */
  get row(): FlightUpdateRow {
    return this.#column!.get(this.#index)
  }

  /** Whether its row comes before the other one's; a cursor that has ended comes after all others. */
  isBefore(other: MergeCursor): boolean {
    if (this.#column === undefined) return false
    return other.#column === undefined || this.#column.compare(this.#index, other.#column, other.#index) < 0
  }

  /** Moves its next rows, up to the last that does not come after the row of `rival`, to the end of `target`. */
  moveRows(target: UpdateColumn, rival: MergeCursor | undefined): void {
    const column = this.#column!
    const end = this.#findEnd(column, rival)
    target.appendRange(column, this.#index, end)
    this.#index = end
    if (end === column.length) this.#takeNext()
  }

  /** Gives back everything that was not consumed. */
  [Symbol.dispose](): void {
    this.#recycle()
    for (const paged of this.#run.splice(0)) paged.close()
  }

  /** Gallops: looks 1, 2, 4, ... rows ahead for one that comes after the rival's, then halves the distance. Moves one row at least. */
  #findEnd(column: UpdateColumn, rival: MergeCursor | undefined): number {
    const limit = Math.min(column.length, this.#index + MAX_STEP_ROWS)
    if (rival === undefined || rival.#column === undefined) return limit
    const other = rival.#column
    const otherIndex = rival.#index
    let before = this.#index
    let step = 1
    while (before + step < limit && column.compare(before + step, other, otherIndex) <= 0) {
      before += step
      step *= 2
    }
    let after = Math.min(before + step, limit)
    while (before + 1 < after) {
      const middle = (before + after) >> 1
      if (column.compare(middle, other, otherIndex) <= 0) before = middle
      else after = middle
    }
    return after
  }

  #takeNext(): void {
    this.#recycle()
    const next = this.#run.shift()
    if (next === undefined) return
    this.#column = this.#columns.take(next)
    this.#index = 0
    this.#run[0]?.prefetch()
  }

  #recycle(): void {
    if (this.#column !== undefined) this.#columns.recycle(this.#column)
    this.#column = undefined
  }
}
