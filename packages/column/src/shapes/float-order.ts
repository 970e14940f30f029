// The order of floats, made total: numbers by value, -0 before 0, and NaN, whichever, equal to itself and after everything.

import { type Prefixes, unsignedPrefixes } from '../prefixes.js'

/** Below 0, 0 or above 0 as `a` comes before, with or after `b`. */
export function compareFloats(a: number, b: number): number {
  if (a < b) return -1
  if (a > b) return 1
  if (a === b) return a === 0 ? zeroRank(a) - zeroRank(b) : 0
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
}

function zeroRank(zero: number): number {
  return Object.is(zero, -0) ? -1 : 0
}

/** The order as integers: the bits of a float, turned over if it is negative, else only their sign; all ones for NaN. */
export function floatPrefixes(values: Float32Array | Float64Array): Prefixes {
  const words = new Uint32Array(2 * values.length)
  const bits = new Uint32Array(new Float64Array(values).buffer)
  for (let i = 0; i < words.length; i += 2) {
    const low = bits[i]!
    const high = bits[i + 1]!
    const isNotANumber = (high & 0x7ff00000) === 0x7ff00000 && ((high & 0xfffff) | low) !== 0
    const flip = high >> 31
    words[i] = isNotANumber ? -1 : low ^ flip
    words[i + 1] = isNotANumber ? -1 : high ^ (flip | 0x80000000)
  }
  return unsignedPrefixes(words, true)
}
