// The verbs of sorting and merging, a row at a time.
import type { Column } from '@spillway/column'
import type { FlightUpdate, FlightUpdateRow } from './flight-update.js'

export type UpdateColumn = Column<typeof FlightUpdate>

/** Below 0, 0 or above 0 as `a` comes before, beside or after `b`; `diff` does not count. */
export function compareUpdates(a: FlightUpdateRow, b: FlightUpdateRow): number {
  return (
    compareText(a.route[0], b.route[0]) ||
    compareText(a.route[1], b.route[1]) ||
    a.date - b.date ||
    a.delay - b.delay ||
    a.distance - b.distance
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Passes sorted updates on, equal ones as one with the sum of their `diff`, and those whose sum is 0 not at all. */
export class UpdateAdder {
  readonly #emit: (update: FlightUpdateRow) => void
  #pending: FlightUpdateRow | undefined

  constructor(emit: (update: FlightUpdateRow) => void) {
    this.#emit = emit
  }

  add(update: FlightUpdateRow): void {
    const pending = this.#pending
    if (pending !== undefined && compareUpdates(pending, update) === 0) pending.diff += update.diff
    else {
      this.flush()
      this.#pending = update
    }
  }

  /** Passes on what no later update can be equal to. */
  flush(): void {
    if (this.#pending !== undefined && this.#pending.diff !== 0) this.#emit(this.#pending)
    this.#pending = undefined
  }
}
