// In which order must the rows of a column be read to be sorted? A field at a time: rows are sorted by the prefixes of the first field, a
// digit at a time, and groups that are equal in it by the next one. Small groups, and rows that prefixes do not tell apart, are
// sorted by comparing. Stable; no row is moved or made.

import { emptyPart } from './empty-part.js'
import type { Prefixes } from './prefixes.js'
import type { Shape } from './shape.js'

/** Groups of up to this many rows are sorted by comparing: counting digits would take longer. */
const SMALL = 48
/** Runs of up to this many rows are sorted by insertion. */
const SHORT_RUN = 12

/** The numbers of the rows in ascending order; equal rows stay in theirs. */
export function sortPermutation(column: Shape<unknown>): Uint32Array {
  return new RowSorter(column).rows
}

class RowSorter {
  /** See empty-part.ts. */
  static readonly kept = new RowSorter(emptyPart)

  readonly rows: Uint32Array
  readonly #spare: Uint32Array
  readonly #parts: readonly Shape<unknown>[]
  readonly #prefixes: Prefixes[] = []
  /** Places of the digits' values; all passes use it. */
  readonly #counts = new Uint32Array(256)

  constructor(column: Shape<unknown>) {
    this.rows = new Uint32Array(column.length)
    this.#spare = new Uint32Array(column.length)
    this.#parts = column.orderedParts()
    for (let i = 0; i < column.length; i++) this.rows[i] = i
    this.#sort(0, 0, column.length)
  }

  /** Sorts rows `start` to `end` by field `k` and those after it; all fields before are equal. */
  #sort(k: number, start: number, end: number): void {
    if (end - start <= SMALL) {
      this.#sortByComparing(k, start, end)
      return
    }
    this.#prefixes[k] ??= this.#parts[k]!.prefixes(0, this.rows.length)
    const prefixes = this.#prefixes[k]
    this.#sortByDigits(prefixes, start, end)
    for (let from = start; from < end; ) {
      let to = from + 1
      while (to < end && prefixes.compare(this.rows[from]!, prefixes, this.rows[to]!) === 0) to++
      if (to - from > 1 && !prefixes.isAll) this.#sortByComparing(k, from, to)
      else if (to - from > 1 && k + 1 < this.#parts.length) this.#sort(k + 1, from, to)
      from = to
    }
  }

  /** Sorts by the bytes of the prefixes, the lowest first; a byte that all rows share takes no pass. */
  #sortByDigits(prefixes: Prefixes, start: number, end: number): void {
    const { words, flip } = prefixes
    const { rows } = this
    let low = 0
    let high = 0
    const first = 2 * rows[start]!
    for (let i = start; i < end; i++) {
      low |= words[2 * rows[i]!]! ^ words[first]!
      high |= words[2 * rows[i]! + 1]! ^ words[first + 1]!
    }
    for (let shift = 0; shift < 32; shift += 8)
      if ((low >>> shift) & 255) this.#sortByDigit(words, 0, shift, 0, start, end)
    const sign = flip === 0 ? 128 : 0
    for (let shift = 0; shift < 32; shift += 8)
      if ((high >>> shift) & 255) this.#sortByDigit(words, 1, shift, shift === 24 ? sign : 0, start, end)
  }

  /** Sorts by the byte at `shift` of each row's low (0) or high (1) word; `flip` turns signed bytes into unsigned ones. */
  #sortByDigit(words: Uint32Array, half: number, shift: number, flip: number, start: number, end: number): void {
    const { rows } = this
    const counts = this.#counts.fill(0)
    const spare = this.#spare
    for (let i = start; i < end; i++) counts[((words[2 * rows[i]! + half]! >>> shift) & 255) ^ flip]!++
    let place = start
    for (let digit = 0; digit < 256; digit++) {
      const count = counts[digit]!
      counts[digit] = place
      place += count
    }
    for (let i = start; i < end; i++) {
      const row = rows[i]!
      spare[counts[((words[2 * row + half]! >>> shift) & 255) ^ flip]!++] = row
    }
    rows.set(spare.subarray(start, end), start)
  }

  /** A merge sort from field `k` on. */
  #sortByComparing(k: number, start: number, end: number): void {
    for (let from = start; from < end; from += SHORT_RUN) this.#sortRun(k, from, Math.min(from + SHORT_RUN, end))
    for (let width = SHORT_RUN; width < end - start; width *= 2)
      for (let from = start; from + width < end; from += 2 * width)
        this.#mergeRuns(k, from, from + width, Math.min(from + 2 * width, end))
  }

  #sortRun(k: number, start: number, end: number): void {
    const { rows } = this
    for (let i = start + 1; i < end; i++) {
      const row = rows[i]!
      let j = i
      for (; j > start && this.#compare(k, rows[j - 1]!, row) > 0; j--) rows[j] = rows[j - 1]!
      rows[j] = row
    }
  }

  #mergeRuns(k: number, start: number, middle: number, end: number): void {
    const { rows } = this
    if (this.#compare(k, rows[middle - 1]!, rows[middle]!) <= 0) return
    const left = this.#spare
    left.set(rows.subarray(start, middle), start)
    let i = start
    let j = middle
    for (let at = start; i < middle; at++) {
      const takeRight = j < end && this.#compare(k, left[i]!, rows[j]!) > 0
      rows[at] = takeRight ? rows[j++]! : left[i++]!
    }
  }

  /** The order of two rows by field `k` and those after it. */
  #compare(k: number, a: number, b: number): number {
    for (let part = k; part < this.#parts.length; part++) {
      const order = this.#parts[part]!.compare(a, this.#parts[part]!, b)
      if (order !== 0) return order
    }
    return 0
  }
}
