// The envelope of a body: a table of byte offsets, then the slices, each padded to eight bytes.
//
//   word 0      8 * (S + 1)             where slice 0 starts, the end of this table
//   word k      start(k - 1) + length   the unpadded end of slice k - 1; start(k) is it rounded up to 8
//
// Reading checks the whole table before any slice is looked at. What the slices hold is the shapes' business.

import type { ColumnReadOptions } from './column.js'
import { ColumnFormatError } from './column-format-error.js'
import type { LeafArray, LeafArrayConstructor, LeafReader } from './leaf-array.js'

type LeafKinds = readonly LeafArrayConstructor<LeafArray>[]

const WORD = 4294967296
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/** `byteLength` rounded up to a multiple of eight. Exact to 2 ** 53, where bit operators do not reach. */
export function padded(byteLength: number): number {
  return byteLength < 0x7fff_fff8 ? (byteLength + 7) & ~7 : Math.ceil(byteLength / 8) * 8
}

/** Refuses hosts whose typed arrays would not see the bytes' integers as they are. */
export function requireLittleEndian(): void {
  if (!LITTLE_ENDIAN)
    throw new Error('@spillway/column needs a little-endian host: its bytes are viewed as typed arrays')
}

/** Writes `value`, an integer below 2 ** 53, as a 64-bit word. Written out: small bodies are mostly table. */
function writeWord(target: Uint8Array, at: number, value: number): void {
  const high = value < WORD ? 0 : Math.floor(value / WORD)
  target[at] = value
  target[at + 1] = value >>> 8
  target[at + 2] = value >>> 16
  target[at + 3] = value >>> 24
  target[at + 4] = high
  target[at + 5] = high >>> 8
  target[at + 6] = high >>> 16
  target[at + 7] = high >>> 24
}

/** Writes the table for these slices at the start of `target`. */
function writeTable(slices: readonly Uint8Array[], target: Uint8Array): void {
  let end = 8 * (slices.length + 1)
  writeWord(target, 0, end)
  for (let k = 0; k < slices.length; k++) {
    end = padded(end) + slices[k]!.byteLength
    writeWord(target, 8 * (k + 1), end)
  }
}

/** The pieces of a body in order: table, slices, and between them the zeros that pad. */
export function piecesOf(slices: readonly Uint8Array[]): Uint8Array[] {
  const table = new Uint8Array(8 * (slices.length + 1))
  writeTable(slices, table)
  const pieces: Uint8Array[] = [table]
  for (const slice of slices) {
    if (slice.byteLength === 0) continue
    pieces.push(slice)
    const rest = slice.byteLength % 8
    // Zeros of their own each time: who takes the pieces may detach them.
    if (rest !== 0) pieces.push(new Uint8Array(8 - rest))
  }
  return pieces
}

/** What takes the slices of a body in order: an array that collects them, or a writer. */
export interface SliceSink {
  push(slice: Uint8Array): void
}

/** Writes a body at the start of a target that has room for all of it: each slice as it comes, and its word in the table. */
export class BodyWriter implements SliceSink {
  /** See empty-part.ts. */
  static readonly kept = new BodyWriter(new Uint8Array(8), 0)

  readonly #target: Uint8Array
  #word = 0
  #end: number

  constructor(target: Uint8Array, sliceCount: number) {
    this.#target = target
    this.#end = 8 * (sliceCount + 1)
    writeWord(target, 0, this.#end)
  }

  push(slice: Uint8Array): void {
    const target = this.#target
    target.set(slice, this.#end)
    let end = this.#end + slice.byteLength
    this.#word += 8
    writeWord(target, this.#word, end)
    for (; end % 8 !== 0; end++) target[end] = 0
    this.#end = end
  }
}

/** Refuses a target that is too small for `byteLength` bytes. */
export function requireRoom(byteLength: number, target: Uint8Array): void {
  if (target.byteLength < byteLength)
    throw new RangeError(`the target has ${target.byteLength} bytes, the column needs ${byteLength}`)
}

/** Walks the slices of a body in order. The constructor checks the table; `next` checks one slice's element size. */
export class SliceReader implements LeafReader {
  /** See empty-part.ts. */
  static readonly kept = new SliceReader(new Uint8Array(Uint32Array.of(8, 0).buffer), [], {})

  readonly trusted: boolean
  readonly checksUtf8: boolean
  readonly isLive = false
  readonly #kinds: LeafKinds
  readonly #bytes: Uint8Array
  readonly #ends: Uint32Array
  #index = -1

  /** @throws ColumnFormatError when `bytes`, which must be 8-byte aligned, do not have the table of slices of these kinds */
  constructor(bytes: Uint8Array, kinds: LeafKinds, options: ColumnReadOptions) {
    const sliceCount = kinds.length
    const tableBytes = 8 * (sliceCount + 1)
    if (bytes.byteLength < tableBytes)
      throw new ColumnFormatError(
        `${bytes.byteLength} bytes are too few: a table of ${sliceCount} slices takes ${tableBytes}`,
      )
    const ends = new Uint32Array(bytes.buffer, bytes.byteOffset, 2 * (sliceCount + 1))
    if (ends[0] !== tableBytes || ends[1] !== 0)
      throw new ColumnFormatError(`word 0 is ${wordAt(ends, 0)}, not ${tableBytes}: other types, or no column`)
    let start = tableBytes
    for (let k = 1; k <= sliceCount; k++) {
      const end = wordAt(ends, k)
      if (end < start) throw new ColumnFormatError(`word ${k} is ${end}: slice ${k - 1} cannot end before ${start}`)
      start = padded(end)
      if (start > bytes.byteLength)
        throw new ColumnFormatError(
          `word ${k} is ${end}: slice ${k - 1} would end outside the ${bytes.byteLength} bytes`,
        )
    }
    if (start !== bytes.byteLength)
      throw new ColumnFormatError(`the last slice ends at ${start}, but there are ${bytes.byteLength} bytes`)
    this.trusted = options.trusted === true
    this.checksUtf8 = options.validateUtf8 === true
    this.#kinds = kinds
    this.#bytes = bytes
    this.#ends = ends
  }

  next(): LeafArray {
    const k = ++this.#index
    const array = this.#kinds[k]!
    const start = padded(wordAt(this.#ends, k))
    const byteLength = wordAt(this.#ends, k + 1) - start
    if (byteLength % array.BYTES_PER_ELEMENT !== 0)
      this.fail(`has ${byteLength} bytes, not a multiple of its ${array.BYTES_PER_ELEMENT}-byte elements`)
    return new array(this.#bytes.buffer, this.#bytes.byteOffset + start, byteLength / array.BYTES_PER_ELEMENT)
  }

  fail(problem: string): never {
    throw new ColumnFormatError(`slice ${this.#index} ${problem}`)
  }
}

function wordAt(words: Uint32Array, index: number): number {
  return words[2 * index]! + words[2 * index + 1]! * WORD
}
