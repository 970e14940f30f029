// Are these the same updates? A sum over rows, so that neither their order nor their grouping matters, and linear in `diff`, so that
// consolidating equal rows does not change it either. It notices any lost, added or altered row but by a chance of 2 ** -64 or so; it
// is no defence against somebody who wants a collision.
import type { UpdateColumn } from './flight-update.js'
import { updateLeaves } from './update-leaves.js'

/** Both halves of a checksum: sums of 32 bits that wrap around. */
export interface ChecksumParts {
  readonly low: number
  readonly high: number
}

const SEEDS = { low: 0x9747b28c, high: 0x3c6ef372 }

export class UpdateChecksum {
  #low = 0
  #high = 0

  /** Adds every row of `column`. */
  add(column: UpdateColumn): void {
    const leaves = updateLeaves(column)
    const { originEnds, origins, destinationEnds, destinations, dates, delays, distances, diffs } = leaves
    let originStart = 0
    let destinationStart = 0
    for (let i = 0; i < column.length; i++) {
      const originEnd = originEnds[2 * i]!
      const destinationEnd = destinationEnds[2 * i]!
      let low = mixText(SEEDS.low, origins, originStart, originEnd)
      let high = mixText(SEEDS.high, origins, originStart, originEnd)
      low = mixText(low, destinations, destinationStart, destinationEnd)
      high = mixText(high, destinations, destinationStart, destinationEnd)
      low = mix(mix(mix(mix(low, dates[2 * i]!), dates[2 * i + 1]!), delays[i]!), distances[i]!)
      high = mix(mix(mix(mix(high, dates[2 * i]!), dates[2 * i + 1]!), delays[i]!), distances[i]!)
      // Both sums wrap at 32 bits, so the lower half of `diff` is all that counts.
      this.#low = (this.#low + Math.imul(finish(low), diffs[2 * i]!)) | 0
      this.#high = (this.#high + Math.imul(finish(high), diffs[2 * i]!)) | 0
      originStart = originEnd
      destinationStart = destinationEnd
    }
  }

  /** Adds what another checksum, of other rows, has summed up. */
  merge(parts: ChecksumParts): void {
    this.#low = (this.#low + parts.low) | 0
    this.#high = (this.#high + parts.high) | 0
  }

  get parts(): ChecksumParts {
    return { low: this.#low, high: this.#high }
  }

  /** Sixteen hexadecimal digits. */
  static format({ low, high }: ChecksumParts): string {
    return [high, low].map(half => (half >>> 0).toString(16).padStart(8, '0')).join('')
  }
}

function mixText(state: number, bytes: Uint8Array, start: number, end: number): number {
  let mixed = state
  for (let i = start; i < end; i++) mixed = mix(mixed, bytes[i]!)
  return mix(mixed, end - start)
}

/** One word of MurmurHash3 (32 bits; Austin Appleby, public domain). */
function mix(state: number, word: number): number {
  const scrambled = Math.imul(word, 0xcc9e2d51)
  const mixed = state ^ Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593)
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

/** Its end: every bit of the state reaches every bit of the hash. */
function finish(state: number): number {
  let hash = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
