// In which order do the rows of two sorted ranges come? Decides row by row, by prefixes, field after field, until one range is used up: what
// follows that range, elsewhere, may come before what is left of the other. Goes in steps that fit a cache, and moves no values:
// after each step, columns do that, in the order that it found.

import { emptyPart } from './empty-part.js'
import type { LeafArray } from './leaf-array.js'
import type { Prefixes } from './prefixes.js'
import type { Shape } from './shape.js'

type Part = Shape<unknown>

/** Rows to a step, and the number in `order` of the first right one. */
export const MERGE_STEP = 4096

/** One of the two ranges. */
class Side {
  /** See empty-part.ts. */
  static readonly kept = new Side(emptyPart, 0, 0)

  /** The first row of this step. */
  start: number
  /** Rows that this step used. */
  used = 0
  readonly end: number
  /** The fields in the order in which they are compared. */
  readonly parts: readonly Part[]
  readonly #origin: number
  readonly #prefixes: Prefixes[] = []

  constructor(column: Part, start: number, end: number) {
    this.start = start
    this.end = end
    this.parts = column.orderedParts()
    this.#origin = start
  }

  /** The prefixes of field `k` from row `start` on. */
  prefixes(k: number): Prefixes {
    const prefixes = this.#prefixes[k] ?? this.parts[k]!.prefixes(this.#origin, this.end)
    this.#prefixes[k] = prefixes
    return prefixes.from(this.start - this.#origin)
  }
}

/** The merge of two ranges, step by step. Rows that are equal come from the left one first. */
export class Merge {
  /** See empty-part.ts. */
  static readonly kept = new Merge(emptyPart, 0, 0, emptyPart, 0, 0)

  readonly left: Side
  readonly right: Side
  readonly #order = new Uint32Array(MERGE_STEP)
  readonly #scratch = new Map<number, LeafArray>()

  constructor(left: Part, leftStart: number, leftEnd: number, right: Part, rightStart: number, rightEnd: number) {
    this.left = new Side(left, leftStart, leftEnd)
    this.right = new Side(right, rightStart, rightEnd)
  }

  /** The rows of this step in order: below `MERGE_STEP` counted from the left start, from it on from the right start. */
  get order(): Uint32Array {
    return this.#order.subarray(0, this.left.used + this.right.used)
  }

  /** Decides about the next rows, and says whether there were any. */
  step(): boolean {
    const { left, right } = this
    left.start += left.used
    right.start += right.used
    left.used = 0
    right.used = 0
    if (left.start === left.end || right.start === right.end) return false
    this.#merge()
    return true
  }

  /** Memory for two steps of rows, made once for each kind of row. */
  scratch(kind: number, make: (rows: number) => LeafArray): LeafArray {
    const scratch = this.#scratch.get(kind) ?? make(2 * MERGE_STEP)
    this.#scratch.set(kind, scratch)
    return scratch
  }

  #merge(): void {
    const { left, right } = this
    const order = this.#order
    const later = new LaterFields(left, right)
    const { words: a, flip } = left.prefixes(0)
    const { words: b } = right.prefixes(0)
    const leftRows = left.end - left.start
    const rightRows = right.end - right.start
    let i = 0
    let j = 0
    // Which side comes next is as good as random, so it is a number to count with and not a branch to guess.
    for (let at = 0; at < MERGE_STEP && i < leftRows && j < rightRows; at++) {
      let difference = (a[2 * i + 1]! ^ flip) - (b[2 * j + 1]! ^ flip)
      if (difference === 0) difference = a[2 * i]! - b[2 * j]!
      if (difference === 0) difference = later.compare(i, j)
      const isRight = Number(difference > 0) | 0
      order[at] = i * (1 - isRight) + (MERGE_STEP + j) * isRight
      i += 1 - isRight
      j += isRight
    }
    left.used = i
    right.used = j
  }
}

/** Decides between rows whose prefixes of the first field are equal. */
class LaterFields {
  /** See empty-part.ts. */
  static readonly kept = new LaterFields(Side.kept, Side.kept)

  readonly #left: Side
  readonly #right: Side
  readonly #leftPrefixes: Prefixes[] = []
  readonly #rightPrefixes: Prefixes[] = []
  /** The first field that has something to say. */
  readonly #first: number

  constructor(left: Side, right: Side) {
    this.#left = left
    this.#right = right
    this.#first = left.prefixes(0).isAll && right.prefixes(0).isAll ? 1 : 0
  }

  /** The order of row `i` of the left and row `j` of the right side, counted from where this step starts. */
  compare(i: number, j: number): number {
    const count = this.#left.parts.length
    if (this.#leftPrefixes.length === 0) this.#load()
    for (let k = this.#first; k < count; k++) {
      const a = this.#leftPrefixes[k]!
      const b = this.#rightPrefixes[k]!
      let order = a.compare(i, b, j)
      if (order === 0 && !(a.isAll && b.isAll)) order = this.#compareRows(k, i, j)
      if (order !== 0) return order
    }
    return 0
  }

  #load(): void {
    for (let k = 0; k < this.#left.parts.length; k++) {
      this.#leftPrefixes.push(this.#left.prefixes(k))
      this.#rightPrefixes.push(this.#right.prefixes(k))
    }
  }

  #compareRows(k: number, i: number, j: number): number {
    const { parts, start } = this.#left
    return parts[k]!.compare(start + i, this.#right.parts[k]!, this.#right.start + j)
  }
}
