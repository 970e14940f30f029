// A growing list of bits: the memory of bool, and of which rows of an option or result are which. It is two slices of a shape:
//
//   values   64-bit words, low bit first, only those that are complete
//   tail     [the last, incomplete word; its bits, 0 to 63]
//
// The tail is kept as it is written, so that typed and viewed bits are read by the same code. At most 2 ** 32 - 1 bits.

import type { SliceSink } from '../envelope.js'
import type { LeafReader } from '../leaf-array.js'
import { readOnlyError, tooManyRows } from '../row-error.js'
import { grownCapacity } from './fixed.js'

/** The most bits there can be: what bit operators reach. */
const MOST_BITS = 2 ** 32 - 1

/** Ones among the bits of `word`. */
export function popCount(word: number): number {
  let w = word - ((word >>> 1) & 0x55555555)
  w = (w & 0x33333333) + ((w >>> 2) & 0x33333333)
  return Math.imul((w + (w >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

export class Bits {
  length = 0
  /** The complete words, as pairs of 32-bit halves; slack behind them. */
  #words: Uint32Array = new Uint32Array(0)
  /** Halves of complete words in use. */
  #used = 0
  /** low half, high half, number of bits, zero */
  #tail: Uint32Array = new Uint32Array(4)
  #readOnly = false

  /** Adds a bit. Throws RangeError, and adds nothing, when there are too many or there is no memory. */
  push(bit: boolean): void {
    if (this.#readOnly) throw readOnlyError()
    const at = this.length & 63
    if (at === 63) this.#makeRoom()
    if (bit) this.#tail[at >>> 5]! |= 1 << (at & 31)
    this.length++
    if (at === 63) this.#completeWord()
    else this.#tail[2] = at + 1
  }

  /** The bit at `index`, which must be below `length`. */
  at(index: number): boolean {
    return ((this.half(index >>> 5) >>> (index & 31)) & 1) !== 0
  }

  /** The 32 bits from `32 * index` on. */
  half(index: number): number {
    return index < this.#used ? this.#words[index]! : this.#tail[index & 1]!
  }

  /** For the word that the next bit completes, before that bit is added: only its last bit can be one too many. */
  #makeRoom(): void {
    if (this.length >= MOST_BITS) throw tooManyRows(MOST_BITS)
    const used = this.#used
    if (used < this.#words.length) return
    const words = new Uint32Array(2 * grownCapacity(used / 2, used / 2 + 1, 8))
    words.set(this.#words)
    this.#words = words
  }

  #completeWord(): void {
    const used = this.#used
    this.#words[used] = this.#tail[0]!
    this.#words[used + 1] = this.#tail[1]!
    this.#used = used + 2
    this.#tail.fill(0)
  }

  truncate(length: number): void {
    if (length === this.length) return
    const used = (length >>> 6) * 2
    const low = this.half(used)
    const high = this.half(used + 1)
    const rest = length & 63
    this.#used = used
    this.#tail[0] = rest < 32 ? low & ((1 << rest) - 1) : low
    this.#tail[1] = rest > 32 ? high & ((1 << (rest - 32)) - 1) : 0
    this.#tail[2] = rest
    this.length = length
  }

  /** Bytes of its two slices. */
  get byteLength(): number {
    return 4 * this.#used + 16
  }

  get reservedBytes(): number {
    return this.#readOnly ? 0 : this.#words.byteLength + 16
  }

  collectSlices(into: SliceSink): void {
    into.push(new Uint8Array(this.#words.buffer, this.#words.byteOffset, 4 * this.#used))
    into.push(new Uint8Array(this.#tail.buffer, this.#tail.byteOffset, 16))
  }

  /** Becomes a view of the reader's next two leaves; of a tail that may be written over it keeps a copy. */
  view(reader: LeafReader): void {
    const words = reader.next()
    if (words.length > MOST_BITS >>> 6) reader.fail(`has ${64 * words.length} bits: more than 2 ** 32 - 1`)
    const tail = reader.next()
    if (tail.length !== 2) reader.fail(`is the tail of some bits, two words, but has ${tail.byteLength} bytes`)
    this.#used = 2 * words.length
    this.#words = new Uint32Array(words.buffer, words.byteOffset, this.#used)
    const own = new Uint32Array(tail.buffer, tail.byteOffset, 4)
    this.#tail = reader.isLive ? own.slice() : own
    const [low, high, rest, over] = this.#tail as unknown as [number, number, number, number]
    if (rest > 63 || over !== 0) reader.fail(`is a tail of ${rest + over * 2 ** 32} bits: 63 are the most`)
    const stray = rest < 32 ? (low >>> rest) | high : rest === 32 ? high : high >>> (rest - 32)
    if (stray !== 0) reader.fail(`is a tail of ${rest} bits with ones behind them`)
    this.length = 64 * words.length + rest
    this.#readOnly = true
  }

  reset(keep: boolean): void {
    this.length = 0
    this.#used = 0
    if (!keep || this.#readOnly) this.#words = new Uint32Array(0)
    if (this.#readOnly) this.#tail = new Uint32Array(4)
    else this.#tail.fill(0)
    this.#readOnly = false
  }
}
