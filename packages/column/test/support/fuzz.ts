// Mutates bodies and reads what comes out. A mutated body is refused with a ColumnFormatError, or is a column of which every row can be
// read or gives a documented error; nothing else may happen, and no row may be larger than what was there to read.

import { Column, ColumnFormatError } from '../../src/index.js'
import type { Model } from './model.js'

/** A small pseudo-random generator (xorshift), so that a seed names a run. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed | 1
  return below => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

/** Numbers that bounds, counts and tags have trouble with. */
const AWKWARD = [
  0n,
  1n,
  7n,
  63n,
  64n,
  255n,
  1024n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
]

/** A changed copy of `body`: bytes or words overwritten, moved, cut off or added, one to three times. */
export function mutate(body: Uint8Array, random: (below: number) => number): Uint8Array {
  let bytes = body.slice()
  for (let times = 1 + random(3); times > 0; times--) {
    const words = new DataView(bytes.buffer, 0, bytes.length)
    const word = bytes.length < 8 ? -1 : 8 * random(Math.min(Math.floor(bytes.length / 8), 1 + random(64)))
    const kind = random(8)
    if (kind === 0 && bytes.length > 0) bytes[random(bytes.length)]! ^= 1 << random(8)
    else if (kind === 1 && bytes.length > 0) bytes[random(bytes.length)] = random(256)
    else if (kind === 2 && word >= 0) words.setBigUint64(word, AWKWARD[random(AWKWARD.length)]!, true)
    else if (kind === 3 && word >= 0)
      words.setBigUint64(word, words.getBigUint64(word, true) + BigInt(random(17) - 8), true)
    else if (kind === 4 && word >= 0)
      words.setBigUint64(word, words.getBigUint64(8 * random((bytes.length / 8) | 0), true), true)
    else if (kind === 5) bytes = bytes.slice(0, random(bytes.length + 1))
    else if (kind === 6)
      bytes = Uint8Array.of(...bytes.slice(0, 4096), ...new Uint8Array(8 * random(4)).fill(random(256)))
    else if (word >= 0) words.setBigUint64(word, words.getBigUint64(word, true) ^ (1n << BigInt(random(64))), true)
  }
  return bytes
}

/** How large a row is, in scalars and bytes. */
function sizeOf(row: unknown): number {
  if (typeof row === 'string' || row instanceof Uint8Array) return 1 + row.length
  if (typeof row !== 'object' || row === null) return 1
  return Object.values(row).reduce<number>((sum, part) => sum + sizeOf(part), 1)
}

/** Reads every row of `bytes`, up to a few hundred, and says whether they were a column. Throws when they broke anything. */
export function readAll(model: Model, bytes: Uint8Array): boolean {
  let column: Column<Model['type']>
  try {
    column = Column.fromBytes(model.type, bytes)
  } catch (error) {
    if (error instanceof ColumnFormatError) return false
    throw error
  }
  if (column.byteLength !== bytes.length) throw new Error(`${column.byteLength} bytes came out of ${bytes.length}`)
  const rows = Math.min(column.length, 300)
  for (let i = 0; i < rows; i++) {
    try {
      if (sizeOf(column.get(i)) > 64 * bytes.length + 2 ** 20) throw new Error(`row ${i} is too large`)
      column.compare(i, column, rows - 1 - i)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
    }
  }
  return true
}
