// Bits that also answer how many ones come before an index: which rows of an option or result are which, and where each one's
// payload is. `counts` holds the ones up to the end of every complete block of 1024 bits; within a block they are counted.

import type { SliceSink } from '../envelope.js'
import type { LeafReader } from '../leaf-array.js'
import { Bits, popCount } from './bits.js'
import { Offsets } from './offsets.js'

const BLOCK_HALVES = 32

export class RankedBits {
  readonly #bits = new Bits()
  readonly #counts = new Offsets()
  /** How many of the bits are ones. */
  ones = 0

  get length(): number {
    return this.#bits.length
  }

  /** Adds a bit as `Bits.push` does. */
  push(bit: boolean): void {
    const completes = (this.#bits.length & 1023) === 1023
    if (completes) this.#counts.reserve(this.#counts.length + 1)
    this.#bits.push(bit)
    if (bit) this.ones++
    if (completes) this.#counts.push(this.ones)
  }

  at(index: number): boolean {
    return this.#bits.at(index)
  }

  /** Ones before `index`, which must be at most `length`. */
  rank(index: number): number {
    const end = index >>> 5
    let half = end - (end % BLOCK_HALVES)
    let ones = this.#counts.before(half / BLOCK_HALVES)
    for (; half < end; half++) ones += popCount(this.#bits.half(half))
    const rest = index & 31
    return rest === 0 ? ones : ones + popCount(this.#bits.half(end) & ((1 << rest) - 1))
  }

  /** Appends bits `start` to `end` of `source` as `push` does. */
  append(source: RankedBits, start: number, end: number): void {
    for (let i = start; i < end; i++) this.push(source.at(i))
  }

  truncate(length: number): void {
    this.ones = this.rank(length)
    this.#counts.truncate(Math.floor(length / 1024))
    this.#bits.truncate(length)
  }

  /** Bytes of its three slices. */
  get byteLength(): number {
    return this.#counts.byteLength + this.#bits.byteLength
  }

  get reservedBytes(): number {
    return this.#counts.reservedBytes + this.#bits.reservedBytes
  }

  collectSlices(into: SliceSink): void {
    into.push(this.#counts.slice())
    this.#bits.collectSlices(into)
  }

  /** Becomes a view of the reader's next three slices. */
  view(reader: LeafReader): void {
    this.#counts.view(reader)
    this.#bits.view(reader)
    const blocks = Math.floor(this.length / 1024)
    if (this.#counts.length !== blocks)
      reader.fail(`ends ${this.length} bits, which need ${blocks} counts and have ${this.#counts.length}`)
    if (!reader.trusted) this.#requireCounts(reader)
    this.ones = this.rank(this.length)
  }

  #requireCounts(reader: LeafReader): void {
    let ones = 0
    for (let block = 0; block < this.#counts.length; block++) {
      for (let k = 0; k < BLOCK_HALVES; k++) ones += popCount(this.#bits.half(block * BLOCK_HALVES + k))
      const count = this.#counts.at(block)
      if (count !== ones)
        reader.fail(`ends bits with ${ones} ones in ${block + 1} blocks, but count ${block} is ${count}`)
    }
  }

  reset(keep: boolean): void {
    this.ones = 0
    this.#bits.reset(keep)
    this.#counts.reset(keep)
  }
}
