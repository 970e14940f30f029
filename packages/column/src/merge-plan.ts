// In which order do the rows of two sorted ranges come? Decides row by row, by prefixes, field after field, until one range is used up: what
// follows that range, elsewhere, may come before what is left of the other. Moves no values: columns do that, by the places that
// it finds.

import { comparePrefixes, type Prefixes } from './prefixes.js'
import type { Selection, Share } from './selection.js'
import type { Shape } from './shape.js'

type Part = Shape<unknown>

/** One of the two ranges. */
class Side {
  readonly start: number
  /** Rows in the range. */
  readonly length: number
  /** The fields in the order in which they are compared. */
  readonly parts: readonly Part[]
  /** For each row of the range, its place in the result. */
  readonly places: Uint32Array
  /** How many of its rows are in the result. */
  used = 0
  readonly #prefixes: Prefixes[] = []

  constructor(column: Part, start: number, end: number) {
    this.start = start
    this.length = end - start
    this.parts = column.orderedParts()
    this.places = new Uint32Array(this.length)
  }

  /** The prefixes of field `k`, made when they are first needed. */
  prefixes(k: number): Prefixes {
    this.#prefixes[k] ??= this.parts[k]!.prefixes(this.start, this.start + this.length)
    return this.#prefixes[k]
  }
}

/** The merge of two ranges, as a selection of two sources. Rows that are equal come from the left one first. */
export class MergePlan implements Selection {
  readonly length: number
  readonly #sides: readonly [Side, Side]
  #lists: { sourceOf: Uint32Array; rows: Uint32Array } | undefined

  constructor(left: Part, leftStart: number, leftEnd: number, right: Part, rightStart: number, rightEnd: number) {
    this.#sides = [new Side(left, leftStart, leftEnd), new Side(right, rightStart, rightEnd)]
    this.length = leftStart < leftEnd && rightStart < rightEnd ? this.#merge(...this.#sides) : 0
  }

  /** The first row of a source that is left. */
  restOf(source: 0 | 1): number {
    const { start, used } = this.#sides[source]
    return start + used
  }

  #merge(left: Side, right: Side): number {
    const a = left.prefixes(0)
    const b = right.prefixes(0)
    const decided = left.parts.length === 1 && a.isAll && b.isAll
    const leftPlaces = left.places
    const rightPlaces = right.places
    const leftEnd = left.length
    const rightEnd = right.length
    let i = 0
    let j = 0
    while (i < leftEnd && j < rightEnd) {
      let order = comparePrefixes(a, i, b, j)
      if (order === 0 && !decided) order = compareRows(left, i, right, j)
      if (order <= 0) leftPlaces[i] = j + i++
      else rightPlaces[j] = i + j++
    }
    left.used = i
    right.used = j
    return i + j
  }

  share(source: number): Share {
    const { places, used, start } = this.#sides[source]!
    return { places: places.subarray(0, used), rows: undefined, start }
  }

  get sourceOf(): Uint32Array {
    return this.#listed().sourceOf
  }

  get rows(): Uint32Array {
    return this.#listed().rows
  }

  #listed(): { sourceOf: Uint32Array; rows: Uint32Array } {
    if (this.#lists !== undefined) return this.#lists
    const lists = { sourceOf: new Uint32Array(this.length), rows: new Uint32Array(this.length) }
    for (const [source, { places, used, start }] of this.#sides.entries()) {
      for (let k = 0; k < used; k++) {
        lists.sourceOf[places[k]!] = source
        lists.rows[places[k]!] = start + k
      }
    }
    this.#lists = lists
    return lists
  }
}

/** The order of row `i` of one range and row `j` of the other, whose prefixes of field 0 are equal. */
function compareRows(left: Side, i: number, right: Side, j: number): number {
  for (let k = 0; k < left.parts.length; k++) {
    const a = left.prefixes(k)
    const b = right.prefixes(k)
    let order = k === 0 ? 0 : comparePrefixes(a, i, b, j)
    if (order === 0 && !(a.isAll && b.isAll))
      order = left.parts[k]!.compare(left.start + i, right.parts[k]!, right.start + j)
    if (order !== 0) return order
  }
  return 0
}
