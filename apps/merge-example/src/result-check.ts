// The consumer of the result, which looks at every row: is it sorted, how many rows has it, and do they sum up to the input?
import type { FlightUpdateRow } from './flight-update.js'
import { type ChecksumParts, UpdateChecksum } from './update-checksum.js'
import { compareUpdates, type UpdateColumn } from './update-verbs.js'

/** What one worker found in its part of the result. Can be posted. */
export interface ResultSummary {
  readonly rows: number
  readonly checksum: ChecksumParts
  /** Whether every row came after the one before it; equal ones must have been consolidated. */
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

  accept(column: UpdateColumn): void {
    for (const row of column) {
      if (this.#last !== undefined && compareUpdates(this.#last, row) >= 0) this.#sorted = false
      this.#first ??= row
      this.#last = row
      this.#checksum.add(row)
    }
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
  const seamsSorted = filled.slice(1).every((part, i) => compareUpdates(filled[i]!.last!, part.first!) < 0)
  return {
    rows: filled.reduce((sum, part) => sum + part.rows, 0),
    checksum: checksum.parts,
    sorted: seamsSorted && filled.every(part => part.sorted),
    first: filled[0]?.first,
    last: filled.at(-1)?.last,
  }
}
