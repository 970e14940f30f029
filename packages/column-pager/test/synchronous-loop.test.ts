// Operator loops do not yield to the event loop for as long as there is input, and memory that is only freed between its turns is
// not freed at all in one. The lz4 codec must not leave any. (The buffers that lz4-napi's compressSync returns are such memory.)
import { createPager } from '@spillway/pager-native'
import { alwaysPage } from '@spillway/policy'
import { describe, expect, test } from 'vitest'
import { ColumnPager } from '../src/index.js'
import { bytesOf, type PlainPieces, plain, plainContainer } from './support/plain-container.js'

const words = new Uint8Array(BigUint64Array.from({ length: 2 ** 13 }, (_, i) => BigInt(i)).buffer)
const mebibyte = 2 ** 20

describe('in one turn', () => {
  test('256 MiB go through lz4, and memory does not grow', { timeout: 60_000 }, () => {
    using pager = createPager()
    const policy = alwaysPage({ backend: 'swap', codec: 'lz4' })
    const columns = new ColumnPager<PlainPieces>({ pager, policy, container: plainContainer })
    const page = (times: number) => {
      let stored = 0
      for (let i = 0; i < times; i++) {
        const paged = columns.page(plain(...Array(16).fill(words)))
        stored += paged.storedByteLength
        paged.close()
      }
      return stored
    }
    page(32)
    const before = process.memoryUsage.rss()
    // Frames that stay until the turn ends would be these 120 MiB; the collector's own ups and downs are a third of that.
    expect(page(256)).toBeGreaterThan(120 * mebibyte)
    expect(process.memoryUsage.rss() - before).toBeLessThan(80 * mebibyte)
  })

  test('and back', { timeout: 60_000 }, () => {
    using pager = createPager()
    const policy = alwaysPage({ backend: 'swap', codec: 'lz4' })
    const columns = new ColumnPager<PlainPieces>({ pager, policy, container: plainContainer })
    const container = { ...plainContainer, ownedBuffer: ({ pieces }: PlainPieces) => pieces[0]!.buffer as ArrayBuffer }
    const recycler = new ColumnPager<PlainPieces>({ pager, policy, container })
    const roundTrip = (times: number) => {
      for (let i = 0; i < times; i++) recycler.recycle(columns.take(columns.page(plain(...Array(16).fill(words)))))
    }
    roundTrip(64)
    const before = process.memoryUsage.rss()
    roundTrip(192)
    expect(process.memoryUsage.rss() - before).toBeLessThan(96 * mebibyte)
    expect(Buffer.compare(bytesOf(columns.take(columns.page(plain(words)))), words)).toBe(0)
  })
})
