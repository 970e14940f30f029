// What a stream of columns is made of: bytes that lz4 makes about half as large, bytes that it cannot, and mixtures.
import { randomFillSync } from 'node:crypto'

/** Fills column `index` of `count`. */
export type Fill = (column: Uint8Array, index: number, count: number) => void

export function makeStreams(columnBytes: number): ReadonlyMap<string, Fill> {
  const noise = randomFillSync(new Uint8Array(columnBytes))
  const text = compressible(noise)
  const filled = (isText: (index: number, count: number) => boolean): Fill => {
    return (column, index, count) => column.set(isText(index, count) ? text : noise)
  }
  return new Map([
    ['compressible', filled(() => true)],
    ['incompressible', filled(() => false)],
    ['alternating', filled(index => index % 2 === 0)],
    ['compressible, then not', filled((index, count) => index < count / 2)],
    ['not, then compressible', filled((index, count) => index >= count / 2)],
  ])
}

/** Like sorted numbers of 64 bits: of every eight bytes, four repeat and four do not. */
function compressible(noise: Uint8Array): Uint8Array {
  return noise.map((byte, i) => (i % 8 < 4 ? byte : 0))
}
