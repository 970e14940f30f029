// Leaves that a program hands over as typed arrays, read as if they were slices: what `pushLeaf` appends from. Arrays of another kind
// than the leaf's are refused, not reinterpreted.

import type { ColumnType } from './column-type.js'
import type { LeafArray, LeafArrayConstructor, LeafReader } from './leaf-array.js'

export class GivenLeaves implements LeafReader {
  readonly trusted = false
  readonly checksUtf8 = false
  readonly #leaves: readonly LeafArray[]
  #index = -1

  /** @throws TypeError when there are not as many leaves as `type` has */
  constructor(leaves: readonly LeafArray[], type: ColumnType<unknown>) {
    if (leaves.length !== type.sliceCount)
      throw new TypeError(`${type.name} has ${type.sliceCount} leaves, ${leaves.length} were given`)
    this.#leaves = leaves
  }

  next<A extends LeafArray>(array: LeafArrayConstructor<A>): A {
    const leaf: unknown = this.#leaves[++this.#index]
    if (!(leaf instanceof array)) throw new TypeError(`leaf ${this.#index} is not a ${array.name}`)
    return leaf
  }

  fail(problem: string): never {
    throw new RangeError(`leaf ${this.#index} ${problem}`)
  }
}
