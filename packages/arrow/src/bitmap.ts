// Bits as columns keep them, complete 64-bit words and a tail, and as Arrow does, one bitmap. The bits themselves are in the same order, so
// that only the ends differ.

/** Ones among the bits of a byte. */
function popCount(byte: number): number {
  let ones = 0
  for (let rest = byte; rest !== 0; rest &= rest - 1) ones++
  return ones
}

/** The bitmap of a column's bits. No copy where the tail lies behind the words, as it does in a body. */
export function bitmapOf(words: BigUint64Array, tail: BigUint64Array): Uint8Array {
  const { buffer, byteOffset, byteLength } = words
  if (buffer === tail.buffer && byteOffset + byteLength === tail.byteOffset)
    return new Uint8Array(buffer, byteOffset, byteLength + 8)
  const bitmap = new BigUint64Array(words.length + 1)
  bitmap.set(words)
  bitmap[words.length] = tail[0]!
  return new Uint8Array(bitmap.buffer)
}

/** The bit at `index` of an Arrow bitmap. */
export function bitAt(bitmap: Uint8Array, index: number): boolean {
  return ((bitmap[index >> 3]! >> (index & 7)) & 1) !== 0
}

/** Words and tail of `length` bits, `bitAt(index)` each. */
export function bitLeaves(length: number, at: (index: number) => boolean): [BigUint64Array, BigUint64Array] {
  const bytes = new Uint8Array(8 * (Math.floor(length / 64) + 1))
  for (let i = 0; i < length; i++) if (at(i)) bytes[i >> 3]! |= 1 << (i & 7)
  const words = new BigUint64Array(bytes.buffer)
  const last = words.length - 1
  return [words.subarray(0, last), BigUint64Array.of(words[last]!, BigInt(length % 64))]
}

/** Counts, words and tail of ranked bits. */
export function rankedLeaves(
  length: number,
  at: (index: number) => boolean,
): [BigUint64Array, BigUint64Array, BigUint64Array] {
  const [words, tail] = bitLeaves(length, at)
  const bytes = new Uint8Array(words.buffer)
  const counts = new BigUint64Array(Math.floor(length / 1024))
  let ones = 0
  for (let block = 0; block < counts.length; block++) {
    for (let k = 0; k < 128; k++) ones += popCount(bytes[128 * block + k]!)
    counts[block] = BigInt(ones)
  }
  return [counts, words, tail]
}
