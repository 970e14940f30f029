// Merges sorted runs, consolidating equal updates. It needs memory for one column of each run that it merges at a time, so it merges no
// more than `FAN_IN` at once: of more runs, it makes fewer and longer ones first, which are paged out as they are made.
import { Column } from '@spillway/column'
import type { ColumnPager } from '@spillway/column-pager'
import { FlightUpdate, isSameFlight, type UpdateColumn } from './flight-update.js'
import { LoserTree } from './loser-tree.js'
import { MergeCursor } from './merge-cursor.js'
import type { Run } from './run.js'
import { updateLeaves } from './update-leaves.js'

/** Runs that are merged at once, by one thread. */
export const FAN_IN = 12

/** The updates of `runs`, which it consumes, as sorted columns, no two updates of which are of the same flight. */
export function* mergeRuns(columns: ColumnPager<UpdateColumn>, runs: Run[]): Generator<UpdateColumn> {
  // The first merge is as small as it may be, so that all later ones are full.
  const surplus = (runs.length - 1) % (FAN_IN - 1)
  let count = surplus === 0 ? FAN_IN : surplus + 1
  while (runs.length > FAN_IN) {
    const merged: Run = []
    for (const column of mergeAtOnce(columns, runs.splice(0, count))) merged.push(columns.page(column))
    runs.push(merged)
    count = FAN_IN
  }
  yield* mergeAtOnce(columns, runs.splice(0))
}

function* mergeAtOnce(columns: ColumnPager<UpdateColumn>, runs: readonly Run[]): Generator<UpdateColumn> {
  if (runs.length === 0) return
  const cursors = runs.map(run => new MergeCursor(columns, run))
  try {
    const tree = new LoserTree(cursors, (a, b) => a.isBefore(b))
    const merged = new Column(FlightUpdate)
    while (!tree.winner.ended) {
      tree.winner.moveRows(merged, tree.runnerUp)
      tree.replay()
      if (merged.isFull() && !continues(tree.winner, merged)) {
        yield* consolidated(merged)
        merged.clear()
      }
    }
    yield* consolidated(merged)
  } finally {
    for (const cursor of cursors) cursor[Symbol.dispose]()
  }
}

/** Nothing, if all updates cancel out. Most columns have nothing to add up, and are passed on as they are. */
function* consolidated(merged: UpdateColumn): Generator<UpdateColumn> {
  const column = isConsolidated(merged) ? merged : merged.consolidate()
  if (column.length > 0) yield column
}

function isConsolidated(sorted: UpdateColumn): boolean {
  const { dates, diffs } = updateLeaves(sorted)
  for (let i = 0; i < sorted.length; i++) {
    if (diffs[2 * i] === 0 && diffs[2 * i + 1] === 0) return false
    // Few neighbours have the same date, so few rows are made.
    const sameDate = i > 0 && dates[2 * i] === dates[2 * i - 2] && dates[2 * i + 1] === dates[2 * i - 1]
    if (sameDate && isSameFlight(sorted.get(i - 1), sorted.get(i))) return false
  }
  return true
}

/** Whether the next update is of the same flight as the last one, so that they belong into one column. */
function continues(next: MergeCursor, merged: UpdateColumn): boolean {
  return !next.ended && isSameFlight(next.row, merged.get(merged.length - 1))
}
