// In which order do the rows of two sorted ranges come? Works a field at a time: ranges are merged by the prefixes of their first field, and
// only groups that are equal in it by the next one. It stops where one range is used up, because what follows that range, elsewhere,
// may come before what is left of the other. Moves no values: columns do that, by the places that it finds.

import type { Prefixes } from './prefixes.js'
import type { Selection, Share } from './selection.js'
import type { Shape } from './shape.js'

type Part = Shape<unknown>

/** One of the two ranges. */
class Side {
  readonly start: number
  readonly end: number
  /** The fields in the order in which they are compared. */
  readonly parts: readonly Part[]
  /** For each row from `start` on, its place in the result. */
  readonly places: Uint32Array
  readonly #prefixes: Prefixes[] = []

  constructor(column: Part, start: number, end: number) {
    this.start = start
    this.end = end
    this.parts = column.orderedParts()
    this.places = new Uint32Array(end - start)
  }

  /** The prefixes of field `k`, those of row `start` first. */
  prefixes(k: number): Prefixes {
    this.#prefixes[k] ??= this.parts[k]!.prefixes(this.start, this.end)
    return this.#prefixes[k]
  }
}

/** The merge of two ranges, as a selection of two sources. Rows that are equal come from the left one first. */
export class MergePlan implements Selection {
  length = 0
  /** The first row of each range that is left. */
  leftStart: number
  rightStart: number
  readonly #left: Side
  readonly #right: Side
  #lists: { sourceOf: Uint32Array; rows: Uint32Array } | undefined

  constructor(left: Part, leftStart: number, leftEnd: number, right: Part, rightStart: number, rightEnd: number) {
    this.#left = new Side(left, leftStart, leftEnd)
    this.#right = new Side(right, rightStart, rightEnd)
    this.leftStart = 0
    this.rightStart = 0
    this.#merge(0, leftEnd - leftStart, rightEnd - rightStart, true, true)
    this.leftStart += leftStart
    this.rightStart += rightStart
  }

  /**
   * Merges from where the plan is up to these ends by field `k` and those after it; all fields before are equal. A side that is
   * open may go on behind its end with rows that come before the other's.
   */
  #merge(k: number, leftEnd: number, rightEnd: number, leftOpen: boolean, rightOpen: boolean): void {
    const a = this.#left.prefixes(k)
    const b = this.#right.prefixes(k)
    const leftPlaces = this.#left.places
    const rightPlaces = this.#right.places
    let i = this.leftStart
    let j = this.rightStart
    let at = this.length
    while (i < leftEnd && j < rightEnd) {
      const x = a[i]!
      const y = b[j]!
      if (x < y) leftPlaces[i++] = at++
      else if (y < x) rightPlaces[j++] = at++
      else {
        const order = this.#compare(k, i, j)
        if (order < 0) leftPlaces[i++] = at++
        else if (order > 0) rightPlaces[j++] = at++
        else if (k + 1 === this.#left.parts.length) leftPlaces[i++] = at++
        else {
          const i2 = groupEnd(this.#left, k, i, leftEnd)
          const j2 = groupEnd(this.#right, k, j, rightEnd)
          this.leftStart = i
          this.rightStart = j
          this.length = at
          this.#merge(k + 1, i2, j2, leftOpen && i2 === leftEnd, rightOpen && j2 === rightEnd)
          i = this.leftStart
          j = this.rightStart
          at = this.length
          if (i < i2 || j < j2) return
        }
      }
    }
    if (!rightOpen && j === rightEnd) while (i < leftEnd) leftPlaces[i++] = at++
    if (!leftOpen && i === leftEnd) while (j < rightEnd) rightPlaces[j++] = at++
    this.leftStart = i
    this.rightStart = j
    this.length = at
  }

  /** The order of two rows whose prefixes of field `k` are equal, by that field. */
  #compare(k: number, i: number, j: number): number {
    const part = this.#left.parts[k]!
    const row = this.#left.start + i
    return part.prefixIsAll(row) ? 0 : part.compare(row, this.#right.parts[k]!, this.#right.start + j)
  }

  share(source: number): Share {
    const { places, start } = source === 0 ? this.#left : this.#right
    const used = (source === 0 ? this.leftStart : this.rightStart) - start
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
    for (const source of [0, 1]) {
      const { places, start } = this.share(source)
      for (let k = 0; k < places.length; k++) {
        lists.sourceOf[places[k]!] = source
        lists.rows[places[k]!] = start + k
      }
    }
    this.#lists = lists
    return lists
  }
}

/** Where the rows end that are equal to row `from` in field `k`. */
function groupEnd(side: Side, k: number, from: number, end: number): number {
  const prefixes = side.prefixes(k)
  const part = side.parts[k]!
  const row = side.start + from
  const isAll = part.prefixIsAll(row)
  let at = from + 1
  while (at < end && prefixes[at] === prefixes[from] && (isAll || part.compare(row, part, side.start + at) === 0)) at++
  return at
}
