// The first 64 bits of every row's place in the order of its column, as integers: a smaller prefix is an earlier row. Sorting, merging and
// consolidating compare these, in one loop for all types, and ask the column itself only about rows whose equal prefixes leave
// something open.

/** One prefix per row; compare as the array's integers compare, signed or not. */
export type Prefixes = BigUint64Array | BigInt64Array

/** Prefixes of unsigned 32-bit keys: `keyAt(index)` for every row from `start` to `end`. */
export function fromKeys(start: number, end: number, keyAt: (index: number) => number): BigUint64Array {
  const prefixes = new BigUint64Array(end - start)
  const words = new Uint32Array(prefixes.buffer)
  for (let i = start; i < end; i++) words[2 * (i - start)] = keyAt(i)
  return prefixes
}
