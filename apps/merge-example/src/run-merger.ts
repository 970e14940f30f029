// Merges sorted runs, consolidating equal updates. It needs memory for one column of each run that it merges at a time, so it merges no
// more than `FAN_IN` at once: of more runs, it makes fewer and longer ones first, which are paged out as they are made.
import { Column } from '@spillway/column'
import type { ColumnPager } from '@spillway/column-pager'
import { FlightUpdate } from './flight-update.js'
import { LoserTree } from './loser-tree.js'
import { MergeCursor } from './merge-cursor.js'
import { COLUMN_BYTES, type Run } from './run.js'
import { compareUpdates, UpdateAdder, type UpdateColumn } from './update-verbs.js'

/** Runs that are merged at once, by one thread. */
export const FAN_IN = 12

/** The updates of `runs`, which it consumes, as sorted columns. Each is valid until the next, and may be emptied by its reader. */
export function* mergeRuns(columns: ColumnPager<UpdateColumn>, runs: Run[]): Generator<UpdateColumn> {
  // The first merge is as small as it may be, so that all later ones are full.
  const surplus = (runs.length - 1) % (FAN_IN - 1)
  let count = surplus === 0 ? FAN_IN : surplus + 1
  while (runs.length > FAN_IN) {
    const merged: Run = { columns: [], length: 0 }
    for (const column of mergeAtOnce(columns, runs.splice(0, count))) merged.columns.push(columns.page(column))
    runs.push(merged)
    count = FAN_IN
  }
  yield* mergeAtOnce(columns, runs.splice(0))
}

function* mergeAtOnce(columns: ColumnPager<UpdateColumn>, runs: readonly Run[]): Generator<UpdateColumn> {
  if (runs.length === 0) return
  const cursors = runs.map(run => new MergeCursor(columns, run))
  try {
    const tree = new LoserTree(cursors, isBefore)
    const merged = new Column(FlightUpdate)
    const adder = new UpdateAdder(update => merged.push(update))
    for (let cursor = tree.winner; cursor.row !== undefined; cursor = tree.winner) {
      adder.add(cursor.row)
      cursor.advance()
      tree.replay()
      if (merged.byteLength >= COLUMN_BYTES) {
        yield merged
        merged.clear()
      }
    }
    adder.flush()
    if (merged.length > 0) yield merged
  } finally {
    for (const cursor of cursors) cursor[Symbol.dispose]()
  }
}

function isBefore(a: MergeCursor, b: MergeCursor): boolean {
  if (a.row === undefined) return false
  return b.row === undefined || compareUpdates(a.row, b.row) < 0
}
