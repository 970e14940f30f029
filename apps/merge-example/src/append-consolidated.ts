// Adds up equal neighbours of a sorted column where there are few of them: stretches without any are copied as they are, and the memory
// is the target's, used again and again. `Column.consolidate` makes a column of its own, which suits data that shrinks a lot.
import { isSameFlight, type UpdateColumn } from './flight-update.js'
import { updateLeaves } from './update-leaves.js'

/** Appends the updates of `sorted`, those of one flight as one with the sum of their `diff`, and those whose sum is 0 not at all. */
export function appendConsolidated(target: UpdateColumn, sorted: UpdateColumn): void {
  const { dates, diffs } = updateLeaves(sorted)
  let copied = 0
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1
    // Few neighbours have the same date, so few rows are made.
    while (end < sorted.length && isSameDate(dates, start, end) && isSameFlight(sorted.get(start), sorted.get(end)))
      end++
    const isZero = diffs[2 * start] === 0 && diffs[2 * start + 1] === 0
    if (end > start + 1 || isZero) {
      target.appendRange(sorted, copied, start)
      const update = sorted.get(start)
      for (let i = start + 1; i < end; i++) update.diff += sorted.get(i).diff
      if (update.diff !== 0) target.push(update)
      copied = end
    }
    start = end
  }
  target.appendRange(sorted, copied)
}

/** `dates` are halves of 64 bits. */
function isSameDate(dates: Int32Array, a: number, b: number): boolean {
  return dates[2 * a] === dates[2 * b] && dates[2 * a + 1] === dates[2 * b + 1]
}
