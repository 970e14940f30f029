// Which row of which source comes next, many at a time: what a merge decides before any value is moved. Fixed-width leaves want it the
// other way round, source by source, so that no loop guesses branches; that is worked out once, for all leaves.

import type { Share } from './shapes/kernels.js'

/** Row `rows[k]` of source number `sourceOf[k]`, for every k. */
export class Selection {
  readonly sourceOf: Uint32Array
  readonly rows: Uint32Array
  readonly #lengths: readonly number[]
  #shares: readonly Share[] | undefined

  /** @throws RangeError when a source or one of its rows, of which it has `lengths`, does not exist */
  constructor(sourceOf: Uint32Array, rows: Uint32Array, lengths: readonly number[]) {
    if (sourceOf.length !== rows.length)
      throw new RangeError(`${sourceOf.length} sources were chosen for ${rows.length} rows`)
    for (let k = 0; k < rows.length; k++) {
      if (!(rows[k]! < lengths[sourceOf[k]!]!)) throw new RangeError(`source ${sourceOf[k]} has no row ${rows[k]}`)
    }
    this.sourceOf = sourceOf
    this.rows = rows
    this.#lengths = lengths
  }

  get length(): number {
    return this.rows.length
  }

  /** What source number `source` gives. */
  share(source: number): Share {
    this.#shares ??= this.#divide()
    return this.#shares[source]!
  }

  #divide(): Share[] {
    const counts = new Uint32Array(this.#lengths.length)
    for (const source of this.sourceOf) counts[source]!++
    const ends = counts.map((_, k) => counts.subarray(0, k).reduce((sum, count) => sum + count, 0))
    const starts = ends.slice()
    const rows = new Uint32Array(this.length)
    const places = new Uint32Array(this.length)
    for (let k = 0; k < this.length; k++) {
      const at = ends[this.sourceOf[k]!]!++
      rows[at] = this.rows[k]!
      places[at] = k
    }
    return this.#lengths.map((_, k) => ({
      rows: rows.subarray(starts[k]!, ends[k]!),
      places: places.subarray(starts[k]!, ends[k]!),
    }))
  }
}
