// Merges sorted runs, consolidating equal updates. It needs memory for one column of each run that it merges at a time, so it merges no
// more than `FAN_IN` at once: of more runs, it makes fewer and longer ones first, which are paged out as they are made.
import { Column } from '@spillway/column'
import type { ColumnPager } from '@spillway/column-pager'
import { appendConsolidated } from './append-consolidated.js'
import { FlightUpdate, isSameFlight, type UpdateColumn } from './flight-update.js'
import { LoserTree } from './loser-tree.js'
import { MergeCursor } from './merge-cursor.js'
import type { Run } from './run.js'

/** Runs that are merged at once, by one thread. */
export const FAN_IN = 8

export class RunMerger {
  readonly #columns: ColumnPager<UpdateColumn>
  /** Kept from merge to merge with their capacity, so that they grow only once. */
  readonly #merged = new Column(FlightUpdate)
  readonly #result = new Column(FlightUpdate)

  constructor(columns: ColumnPager<UpdateColumn>) {
    this.#columns = columns
  }

  /**
   * The updates of `runs`, which it consumes, as sorted columns without two updates of one flight. Each is valid until the next, and may
   * be emptied by its reader.
   */
  *merge(runs: Run[]): Generator<UpdateColumn> {
    // The first merge is as small as it may be, so that all later ones are full.
    const surplus = (runs.length - 1) % (FAN_IN - 1)
    let count = surplus === 0 ? FAN_IN : surplus + 1
    while (runs.length > FAN_IN) {
      runs.push(this.mergeToRun(runs.splice(0, count)))
      count = FAN_IN
    }
    yield* this.#mergeAtOnce(runs.splice(0))
  }

  /** One run of all `runs`, at most FAN_IN, which it consumes. Its columns live longer than those it was made of. */
  mergeToRun(runs: readonly Run[]): Run {
    const longer: Run = []
    for (const column of this.#mergeAtOnce(runs)) longer.push(this.#columns.page(column, { generation: 1 }))
    return longer
  }

  *#mergeAtOnce(runs: readonly Run[]): Generator<UpdateColumn> {
    if (runs.length === 0) return
    const cursors = runs.map(run => new MergeCursor(this.#columns, run))
    try {
      const tree = new LoserTree(cursors, (a, b) => a.isBefore(b))
      const merged = this.#merged
      merged.clear()
      while (!tree.winner.ended) {
        tree.winner.moveRows(merged, tree.runnerUp)
        tree.replay()
        if (merged.isFull() && !continues(tree.winner, merged)) yield* this.#consolidate()
      }
      yield* this.#consolidate()
    } finally {
      for (const cursor of cursors) cursor[Symbol.dispose]()
    }
  }

  /** What was merged so far, unless all of it cancels out. */
  *#consolidate(): Generator<UpdateColumn> {
    this.#result.clear()
    appendConsolidated(this.#result, this.#merged)
    this.#merged.clear()
    if (this.#result.length > 0) yield this.#result
  }
}

/** Whether the next update is of the same flight as the last one, so that they belong into one column. */
function continues(next: MergeCursor, merged: UpdateColumn): boolean {
  return !next.ended && isSameFlight(next.row, merged.get(merged.length - 1))
}
