// Which row of which source comes next, many at a time: what `interleave` is told before any value is moved. Fixed-width leaves want it the
// other way round, source by source, so that no loop guesses branches; that is worked out once, for all leaves.

/** The rows of one source that go into a target: each becomes the target's row `places[k]`. */
export interface Share {
  readonly places: Uint32Array
  readonly rows: Uint32Array
}

/** Row `rows[k]` of source number `sourceOf[k]`, for every k below `length`. */
export class Selection {
  /** See empty-part.ts. */
  static readonly kept = new Selection(new Uint32Array(0), new Uint32Array(0), [])

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
    const counts = this.#lengths.map(() => 0)
    for (const source of this.sourceOf) counts[source]!++
    const shares = counts.map(count => ({ places: new Uint32Array(count), rows: new Uint32Array(count) }))
    const ends = counts.map(() => 0)
    for (let k = 0; k < this.length; k++) {
      const { places, rows } = shares[this.sourceOf[k]!]!
      const at = ends[this.sourceOf[k]!]!++
      rows[at] = this.rows[k]!
      places[at] = k
    }
    return shares
  }
}
