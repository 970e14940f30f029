// One lz4 block from up to 64 KiB of bytes, written straight into the caller's memory. The format and its rules about the last bytes
// are those of github.com/lz4/lz4, doc/lz4_Block_format.md; the search is the plain greedy one, over a table of 4096 positions.
//
// Not lz4-napi's `compressSync`: what that returns is freed on a later turn of the event loop, so a loop that pages out without
// ever yielding keeps a copy of everything that it compressed.

/** Most bytes of one block: what a match can reach back is 65535, and the table holds 16-bit positions. */
export const maxBlockByteLength = 65536

const minMatch = 4
/** A block ends with at least this many literals, */
const lastLiterals = 5
/** and its last match starts at least this many bytes before the end. */
const lastMatchDistance = 12
const tableBits = 12
/** Misses before the search starts to stride: the data does not look compressible. */
const patience = 32
/** What a sequence may write beside its literals and the bodies of its lengths: token, two length ends, offset, overshoot. */
const slack = 8

export class Lz4BlockEncoder {
  /** Where four bytes with that hash were last seen in this block. 0 also means never; the bytes there are compared anyway. */
  readonly #table = new Uint16Array(1 << tableBits)

  /**
   * Compresses `source`, at most 64 KiB, into `target` from `offset` on, and returns how many bytes that took; or 0, with rubbish
   * there, if it does not get smaller. `target` has room for the source's length from `offset` on; nothing is written past that.
   */
  encode(source: Uint8Array, target: Uint8Array, offset: number): number {
    const table = this.#table.fill(0)
    const { byteLength } = source
    const from = new DataView(source.buffer, source.byteOffset, byteLength)
    const to = new DataView(target.buffer, target.byteOffset, target.byteLength)
    const end = offset + byteLength
    const matchEnd = byteLength - lastLiterals
    const searchEnd = byteLength - lastMatchDistance
    let out = offset
    let anchor = 0
    let at = 1
    search: while (at <= searchEnd) {
      let match: number
      let misses = patience
      for (;;) {
        const word = from.getInt32(at, true)
        const hash = Math.imul(word, -1640531535) >>> (32 - tableBits)
        match = table[hash]!
        table[hash] = at
        if (from.getInt32(match, true) === word) break
        at += misses++ >> 5
        if (at > searchEnd) break search
      }
      const matchByteLength = minMatch + commonByteLength(from, match + minMatch, at + minMatch, matchEnd)
      const literals = at - anchor
      const extra = matchByteLength - minMatch
      if (out + literals + ((literals + extra) >> 7) + slack > end) return 0
      out = writeToken(target, out, literals, extra)
      if (literals > 64) target.set(source.subarray(anchor, at), out)
      // Four bytes at a time; the overshoot is overwritten by what follows.
      else for (let i = 0; i < literals; i += 4) to.setInt32(out + i, from.getInt32(anchor + i, true), true)
      out += literals
      to.setUint16(out, at - match, true)
      out += 2
      if (extra >= 15) out = writeLengthTail(target, out, extra - 15)
      at += matchByteLength
      anchor = at
    }
    const literals = byteLength - anchor
    if (out + literals + (literals >> 7) + slack > end) return 0
    out = writeToken(target, out, literals, 0)
    target.set(anchor === 0 ? source : source.subarray(anchor), out)
    return out + literals - offset
  }
}

/** How many bytes from `at` on, below `end`, equal those from `match` on. */
function commonByteLength(bytes: DataView, match: number, at: number, end: number): number {
  const start = at
  for (; at + 4 <= end; at += 4, match += 4) {
    const difference = bytes.getInt32(at, true) ^ bytes.getInt32(match, true)
    // The lowest bit that differs lies in the first byte that differs.
    if (difference !== 0) return at - start + ((31 - Math.clz32(difference & -difference)) >> 3)
  }
  while (at < end && bytes.getUint8(at) === bytes.getUint8(match)) {
    at++
    match++
  }
  return at - start
}

function writeToken(target: Uint8Array, offset: number, literals: number, extra: number): number {
  target[offset] = (Math.min(literals, 15) << 4) | Math.min(extra, 15)
  return literals < 15 ? offset + 1 : writeLengthTail(target, offset + 1, literals - 15)
}

function writeLengthTail(target: Uint8Array, offset: number, rest: number): number {
  for (; rest >= 255; rest -= 255) target[offset++] = 255
  target[offset] = rest
  return offset + 1
}
