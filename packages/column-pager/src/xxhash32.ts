// XXH32 with seed 0, the checksum of the lz4 frame format, as its specification gives it (github.com/Cyan4973/xxHash,
// doc/xxhash_spec.md). All arithmetic is modulo 2^32. It is not for security.

const prime1 = 0x9e3779b1
const prime2 = 0x85ebca77
const prime3 = 0xc2b2ae3d
const prime4 = 0x27d4eb2f
const prime5 = 0x165667b1

/** The hash of `bytes` as an unsigned 32-bit number. */
export function xxhash32(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { byteLength } = bytes
  let at = 0
  let hash = prime5
  if (byteLength >= 16) {
    let lane1 = (prime1 + prime2) | 0
    let lane2 = prime2 | 0
    let lane3 = 0
    let lane4 = -prime1 | 0
    for (; at + 16 <= byteLength; at += 16) {
      lane1 = mixLane(lane1, view.getUint32(at, true))
      lane2 = mixLane(lane2, view.getUint32(at + 4, true))
      lane3 = mixLane(lane3, view.getUint32(at + 8, true))
      lane4 = mixLane(lane4, view.getUint32(at + 12, true))
    }
    hash = rotateLeft(lane1, 1) + rotateLeft(lane2, 7) + rotateLeft(lane3, 12) + rotateLeft(lane4, 18)
  }
  hash = (hash + byteLength) | 0
  for (; at + 4 <= byteLength; at += 4) {
    hash = Math.imul(rotateLeft((hash + Math.imul(view.getUint32(at, true), prime3)) | 0, 17), prime4)
  }
  for (; at < byteLength; at++) hash = Math.imul(rotateLeft((hash + Math.imul(bytes[at]!, prime5)) | 0, 11), prime1)
  hash = Math.imul(hash ^ (hash >>> 15), prime2)
  hash = Math.imul(hash ^ (hash >>> 13), prime3)
  return (hash ^ (hash >>> 16)) >>> 0
}

function mixLane(lane: number, word: number): number {
  return Math.imul(rotateLeft((lane + Math.imul(word, prime2)) | 0, 13), prime1)
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
