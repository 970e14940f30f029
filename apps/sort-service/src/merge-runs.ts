// Many sorted runs as one sorted sequence of columns.
import type { ColumnPager } from '@spillway/column-pager'
import TinyQueue from 'tinyqueue'
import { createLineColumn, type LineColumn } from './line-column.js'
import { type Run, RunCursor } from './run-cursor.js'

/**
 * Yields one column again and again, filled to about `columnBytes` with the lines that come next; whoever gets it empties it. Uses the
 * runs up; what is left of them when the caller stops is closed.
 */
export function* mergeRuns(
  columns: ColumnPager<LineColumn>,
  runs: readonly Run[],
  columnBytes: number,
): Generator<LineColumn> {
  const cursors: RunCursor[] = []
  const merged = createLineColumn()
  try {
    for (const run of runs) cursors.push(new RunCursor(columns, run))
    const queue = new TinyQueue(
      cursors.filter(cursor => !cursor.ended),
      (a, b) => a.compare(b),
    )
    for (let first = queue.pop(); first !== undefined; first = queue.pop()) {
      first.moveTo(merged, queue.peek())
      if (!first.ended) queue.push(first)
      if (merged.isFull(columnBytes)) yield merged
    }
    if (merged.length > 0) yield merged
  } finally {
    for (const cursor of cursors) cursor[Symbol.dispose]()
    for (const run of runs) for (const paged of run.splice(0)) paged.close()
  }
}
