// Are these the same updates? A sum over rows, so that neither their order nor their grouping matters, and linear in `diff`, so that
// consolidating equal rows does not change it either. It notices any lost, added or altered row but by a chance of 2 ** -64 or so; it
// is no defence against somebody who wants a collision.
import type { FlightUpdateRow } from './flight-update.js'

/** Both halves of a checksum: sums of 32 bits that wrap around. */
export interface ChecksumParts {
  readonly low: number
  readonly high: number
}

export class UpdateChecksum {
  #low = 0
  #high = 0

  add(update: FlightUpdateRow): void {
    this.#low = (this.#low + Math.imul(hash(update, 0x9747b28c), update.diff)) | 0
    this.#high = (this.#high + Math.imul(hash(update, 0x3c6ef372), update.diff)) | 0
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

/** MurmurHash3 (32 bits, Austin Appleby, public domain) of every field but `diff`. */
function hash(update: FlightUpdateRow, seed: number): number {
  let state = mixText(mixText(seed, update.route[0]), update.route[1])
  state = mix(state, update.date | 0)
  state = mix(state, Math.floor(update.date / 2 ** 32))
  state = mix(mix(state, update.delay), update.distance)
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return state ^ (state >>> 16)
}

function mixText(state: number, text: string): number {
  for (let i = 0; i < text.length; i++) state = mix(state, text.charCodeAt(i))
  return mix(state, text.length)
}

function mix(state: number, word: number): number {
  const scrambled = Math.imul(word, 0xcc9e2d51)
  const mixed = state ^ Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593)
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}
