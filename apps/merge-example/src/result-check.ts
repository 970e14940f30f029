// The consumer of the result, which looks at every row: is it sorted, how many rows has it, and do they sum up to the input?
import { Column } from '@spillway/column'
import { FlightUpdate, type FlightUpdateRow, isSameFlight, type UpdateColumn } from './flight-update.js'
import { type ChecksumParts, UpdateChecksum } from './update-checksum.js'
import { updateLeaves } from './update-leaves.js'

/** What one worker found in its part of the result. Can be posted. */
export interface ResultSummary {
  readonly rows: number
  readonly checksum: ChecksumParts
  /** Whether every row came after the one before it, and was of another flight. */
  readonly sorted: boolean
  readonly first: FlightUpdateRow | undefined
  readonly last: FlightUpdateRow | undefined
}

export class ResultCheck {
  readonly #checksum = new UpdateChecksum()
  #rows = 0
  #sorted = true
  #first: FlightUpdateRow | undefined
  #last: FlightUpdateRow | undefined

  /** Looks at the next column of the result, which must not be empty. Keeps nothing of it but its ends. */
  accept(column: UpdateColumn): void {
    const first = column.get(0)
    this.#sorted &&= isAscending(column) && (this.#last === undefined || compareFlights(this.#last, first) < 0)
    this.#first ??= first
    this.#last = column.get(column.length - 1)
    this.#checksum.add(column)
    this.#rows += column.length
  }

  get summary(): ResultSummary {
    return {
      rows: this.#rows,
      checksum: this.#checksum.parts,
      sorted: this.#sorted,
      first: this.#first,
      last: this.#last,
    }
  }
}

/** The parts of a result, one after the other, as one. */
export function concatenate(parts: readonly ResultSummary[]): ResultSummary {
  const filled = parts.filter(part => part.rows > 0)
  const checksum = new UpdateChecksum()
  for (const part of filled) checksum.merge(part.checksum)
  const seamsSorted = filled.slice(1).every((part, i) => compareFlights(filled[i]!.last!, part.first!) < 0)
  return {
    rows: filled.reduce((sum, part) => sum + part.rows, 0),
    checksum: checksum.parts,
    sorted: seamsSorted && filled.every(part => part.sorted),
    first: filled[0]?.first,
    last: filled.at(-1)?.last,
  }
}

function isAscending(column: UpdateColumn): boolean {
  const { dates } = updateLeaves(column)
  for (let i = 1; i < column.length; i++) {
    if (column.compare(i - 1, column, i) >= 0) return false
    // Rows that differ in nothing but `diff` are in order for `compare`, and should have been one. Few have the same date, too.
    if (dates[2 * i] === dates[2 * i - 2] && isSameFlight(column.get(i - 1), column.get(i))) return false
  }
  return true
}

/** As columns compare all fields but `diff`. */
function compareFlights(a: FlightUpdateRow, b: FlightUpdateRow): number {
  const [column, other] = [new Column(FlightUpdate), new Column(FlightUpdate)]
  column.push({ ...a, diff: 0 })
  other.push({ ...b, diff: 0 })
  return column.compare(0, other, 0)
}
