// Where a merge stands in one sorted run. It holds one column of it, has the next one brought in meanwhile, and gives back the memory
// of each when it is used up.
import type { ColumnPager, PagedColumn } from '@spillway/column-pager'
import type { LineColumn } from './line-column.js'

/** Columns, each sorted, and none of them before the one that precedes it. */
export type Run = PagedColumn<LineColumn>[]

export class RunCursor implements Disposable {
  readonly #columns: ColumnPager<LineColumn>
  readonly #run: Run
  #lines: LineColumn | undefined
  #row = 0

  /** Takes over the run, and empties it as it goes. */
  constructor(columns: ColumnPager<LineColumn>, run: Run) {
    this.#columns = columns
    this.#run = run
    this.#advance()
  }

  get ended(): boolean {
    return this.#lines === undefined
  }

  /** Below 0 if its line comes before the other one's. Neither may have ended. */
  compare(other: RunCursor): number {
    return this.#lines!.compare(this.#row, other.#lines!, other.#row)
  }

  /** Appends its line to `target`, and all that follow it, are in memory, and come no later than the line of `rival`. */
  moveTo(target: LineColumn, rival: RunCursor | undefined): void {
    const lines = this.#lines!
    const start = this.#row++
    while (this.#row < lines.length && (rival === undefined || this.compare(rival) <= 0)) this.#row++
    target.appendRange(lines, start, this.#row)
    if (this.#row === lines.length) this.#advance()
  }

  /** Gives back what was not used. */
  [Symbol.dispose](): void {
    this.#recycle()
    for (const paged of this.#run.splice(0)) paged.close()
  }

  #advance(): void {
    this.#recycle()
    const [next] = this.#run
    if (next === undefined) return
    this.#lines = this.#columns.take(next)
    this.#row = 0
    this.#run.shift()
    this.#run[0]?.prefetch()
  }

  #recycle(): void {
    if (this.#lines !== undefined) this.#columns.recycle(this.#lines)
    this.#lines = undefined
  }
}
