// A growing list of 64-bit counts, as numbers up to 2 ** 53: the bounds of lists and strings, and the ranks of options. Kept as pairs
// of 32-bit words, because reading a BigUint64Array makes a bigint of every element. It is a slice of a shape, not a shape.

import type { LeafReader } from '../leaf-array.js'
import { readOnlyError } from '../row-error.js'
import { grownCapacity } from './fixed.js'

const WORD = 4294967296

export class Offsets {
  length = 0
  #words: Uint32Array = new Uint32Array(0)
  #capacity = 0
  #readOnly = false

  push(value: number): void {
    const at = this.length
    if (at === this.#capacity) this.grow(at + 1)
    this.#words[2 * at] = value >>> 0
    this.#words[2 * at + 1] = value / WORD
    this.length = at + 1
  }

  /** The value at `index`, which must be below `length`. */
  at(index: number): number {
    return this.#words[2 * index]! + this.#words[2 * index + 1]! * WORD
  }

  /** The value before `index`: where item `index` starts when these are cumulative ends. */
  before(index: number): number {
    return index === 0 ? 0 : this.#words[2 * index - 2]! + this.#words[2 * index - 1]! * WORD
  }

  /** Makes room for `count` values in all. */
  grow(count: number): void {
    if (this.#readOnly) throw readOnlyError()
    const capacity = grownCapacity(this.#capacity, count, 8)
    const words = new Uint32Array(2 * capacity)
    words.set(this.#words)
    this.#words = words
    this.#capacity = capacity
  }

  /** Makes room for `count` values in all unless there is. */
  reserve(count: number): void {
    if (count > this.#capacity) this.grow(count)
  }

  truncate(length: number): void {
    this.length = length
  }

  get byteLength(): number {
    return 8 * this.length
  }

  get reservedBytes(): number {
    return this.#readOnly ? 0 : this.#words.byteLength
  }

  /** An exact view of the values as bytes. */
  slice(): Uint8Array {
    return new Uint8Array(this.#words.buffer, this.#words.byteOffset, 8 * this.length)
  }

  /** Appends values `start` to `end` of `source`, each changed by `shift`. */
  append(source: Offsets, start: number, end: number, shift: number): void {
    const length = this.length + end - start
    this.reserve(length)
    for (let i = start; i < end; i++) this.push(source.at(i) + shift)
  }

  /** Becomes a view of the reader's next leaf. */
  view(reader: LeafReader): void {
    const leaf = reader.next()
    this.length = leaf.length
    this.#words = new Uint32Array(leaf.buffer, leaf.byteOffset, 2 * leaf.length)
    this.#capacity = leaf.length
    this.#readOnly = true
  }

  reset(keep: boolean): void {
    this.length = 0
    if (keep && !this.#readOnly) return
    this.#words = new Uint32Array(0)
    this.#capacity = 0
    this.#readOnly = false
  }

  /** Throws for the leaf that was just viewed unless these ends never decrease, by at most `longest` each, and end at `total`. */
  requireBounds(reader: LeafReader, name: string, total: number, longest = Number.POSITIVE_INFINITY): void {
    const words = this.#words
    const { length } = this
    let last = 0
    for (let i = 0; i < length; i++) {
      const end = words[2 * i]! + words[2 * i + 1]! * WORD
      if (!(end >= last)) reader.fail(`follows ${name} that decrease from ${last} to ${end} at row ${i}`)
      if (end - last > longest)
        reader.fail(`follows ${name} of ${end - last} elements at row ${i}: ${longest} are the most`)
      last = end
    }
    if (last !== total) reader.fail(`has ${total} elements, but the ${name} before it end at ${last}`)
  }
}
