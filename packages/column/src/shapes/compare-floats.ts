// The order of floats, made total: numbers by value, -0 before 0, and NaN, whichever, equal to itself and after everything.

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
