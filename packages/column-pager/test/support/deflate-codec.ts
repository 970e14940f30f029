// A codec of somebody else's, as the README shows one.
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Codec } from '../../src/index.js'

export const deflateCodec: Codec = {
  name: 'deflate',
  maxStoredByteLength: byteLength => byteLength + (byteLength >> 10) + 64,
  compress(slices, target) {
    const stored = deflateRawSync(Buffer.concat(slices), { level: 1 })
    target.set(stored)
    return stored.byteLength
  },
  decompress(stored, target) {
    const body = inflateRawSync(stored, { maxOutputLength: Math.max(1, target.byteLength) })
    target.set(body)
    return body.byteLength
  },
}
