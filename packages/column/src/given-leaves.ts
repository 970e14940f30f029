// Leaves that a program hands over as typed arrays, read as if they were slices: what `pushLeaf` appends from. Arrays of another kind
// than the leaf's are refused, not reinterpreted.

import type { ColumnType } from './column-type.js'
import type { LeafArray, LeafReader } from './leaf-array.js'

export class GivenLeaves implements LeafReader {
  readonly trusted = false
  readonly checksUtf8 = false
  readonly isLive = true
  readonly #leaves: readonly LeafArray[]
  #index = -1

  /** @throws TypeError when these are not the leaves of `type` in number and kind */
  constructor(leaves: readonly LeafArray[], type: ColumnType<unknown>) {
    if (leaves.length !== type.leaves.length)
      throw new TypeError(`${type.name} has ${type.leaves.length} leaves, ${leaves.length} were given`)
    for (const [k, kind] of type.leaves.entries())
      if (!(leaves[k] instanceof kind)) throw new TypeError(`leaf ${k} is not a ${kind.name}`)
    this.#leaves = leaves
  }

  next(): LeafArray {
    return this.#leaves[++this.#index]!
  }

  fail(problem: string): never {
    throw new RangeError(`leaf ${this.#index} ${problem}`)
  }
}
