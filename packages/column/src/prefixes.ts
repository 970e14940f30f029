// The first 64 bits of every row's place in the order of its column: a smaller prefix is an earlier row. Sorting, merging and consolidating
// compare these, in one loop for all types, and ask the column itself only about rows whose equal prefixes leave something open.
// They are pairs of 32-bit words, because loops over bigints are fast only while they see one kind of array.

import type { LeafArray } from './leaf-array.js'

/** The sign bit of a 32-bit word. */
const SIGN = 0x80000000 | 0

/** One prefix per row; only for reading. */
export class Prefixes {
  /** See empty-part.ts. */
  static readonly kept = new Prefixes(new Uint32Array(0), SIGN, true)

  /** Low and high word of each prefix. */
  readonly words: Uint32Array
  /** What to change in a high word so that prefixes are ordered as if they were signed. */
  readonly flip: number
  /** Whether rows with equal prefixes are equal; if not, `compare` knows. */
  readonly isAll: boolean

  constructor(words: Uint32Array, flip: number, isAll: boolean) {
    this.words = words
    this.flip = flip
    this.isAll = isAll
  }

  /** The prefixes from row `start` on. */
  from(start: number): Prefixes {
    return new Prefixes(this.words.subarray(2 * start), this.flip, this.isAll)
  }

  /** The order of prefix `i` of these and prefix `j` of others of the same type. */
  compare(i: number, other: Prefixes, j: number): number {
    const { flip, words } = this
    const otherWords = other.words
    const high = words[2 * i + 1]! ^ flip
    const otherHigh = otherWords[2 * j + 1]! ^ flip
    if (high !== otherHigh) return high < otherHigh ? -1 : 1
    const low = words[2 * i]!
    const otherLow = otherWords[2 * j]!
    return low < otherLow ? -1 : low > otherLow ? 1 : 0
  }
}

/** Unsigned prefixes of these words. */
export function unsignedPrefixes(words: Uint32Array, isAll: boolean): Prefixes {
  return new Prefixes(words, SIGN, isAll)
}

/** Rows `start` to `end` of 64-bit integers, which are their own prefixes. */
export function integerPrefixes(
  values: LeafArray,
  start: number,
  end: number,
  signed: boolean,
  isAll = true,
): Prefixes {
  const words = new Uint32Array(values.buffer, values.byteOffset + 8 * start, 2 * (end - start))
  return new Prefixes(words, signed ? 0 : SIGN, isAll)
}

/** Prefixes of unsigned 32-bit keys: `keyAt(index)` for every row from `start` to `end`. */
export function keyPrefixes(start: number, end: number, keyAt: (index: number) => number): Prefixes {
  const words = new Uint32Array(2 * (end - start))
  for (let i = start; i < end; i++) words[2 * (i - start)] = keyAt(i)
  return unsignedPrefixes(words, true)
}
