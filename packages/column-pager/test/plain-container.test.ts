// Anything with bytes pages: these containers are arrays of Uint8Arrays. Broken ones are refused before anything is lost.
import { alwaysPage, alwaysSkip } from '@spillway/policy'
import { describe, expect, test } from 'vitest'
import { ColumnPager } from '../src/index.js'
import { Faults, FaultyPager } from './support/faults.js'
import { backends, pagerKinds } from './support/pagers.js'
import { bytesOf, owningContainer, type PlainPieces, plain, plainContainer } from './support/plain-container.js'

const policies = [
  alwaysSkip,
  ...backends.flatMap(backend => ['none', 'lz4'].map(codec => alwaysPage({ backend, codec }))),
]

describe.each(pagerKinds)('$name pager', ({ create }) => {
  test.each([
    ['no pieces', []],
    ['one empty piece', [0]],
    ['a byte', [1]],
    ['pieces of odd sizes and empty ones', [3, 0, 70001, 5, 0, 65536, 131072, 1, 200003]],
  ])('%s come back in order', (_, sizes) => {
    for (const policy of policies) {
      const pager = create()
      const columns = new ColumnPager<PlainPieces>({ pager, policy, container: plainContainer })
      const container = plain(...sizes.map((size, i) => new Uint8Array(size).map((_, j) => (j * (i + 1)) % 251)))
      const expected = bytesOf(container)
      const paged = columns.page(container)
      expect(paged.byteLength).toBe(expected.byteLength)
      expect(container.pieces).toEqual([])
      const back = columns.take(paged)
      expect(Buffer.compare(bytesOf(back), expected)).toBe(0)
      pager.close()
    }
  })

  test('only bytes that were stored as they are come back as trusted', () => {
    const pager = create()
    const trust = (policy: (typeof policies)[number]) => {
      const columns = new ColumnPager<PlainPieces>({ pager, policy, container: plainContainer })
      return columns.take(columns.page(plain(new Uint8Array(1000)))).trusted
    }
    expect(policies.map(trust)).toEqual([true, true, undefined, true, undefined])
    pager.close()
  })

  const broken = { code: 'COLUMN_CONTAINER_FAILED' }

  test.each([
    ['slices with a byte too few', { slices: () => [new Uint8Array(9)] }],
    ['slices with a byte too many', { slices: () => [new Uint8Array(4), new Uint8Array(7)] }],
    ['slices that are not of bytes', { slices: () => [new Uint16Array(5) as unknown as Uint8Array] }],
    ['no slices', { slices: () => [] }],
    ['a negative byte length', { byteLength: () => -1 }],
    ['a byte length that is no number', { byteLength: () => Number.NaN }],
    ['half a byte', { byteLength: () => 9.5 }],
    ['an owned buffer of another size', { ownedBuffer: () => new ArrayBuffer(16) }],
  ])('%s: refused, and nothing is lost', (_, part) => {
    for (const policy of policies) {
      const inner = create()
      const pager = new FaultyPager(inner, new Faults())
      const columns = new ColumnPager<PlainPieces>({ pager, policy, container: { ...plainContainer, ...part } })
      const container = plain(new Uint8Array(10).fill(7))
      expect(() => columns.page(container)).toThrow(expect.objectContaining(broken))
      expect(container.pieces).toEqual([new Uint8Array(10).fill(7)])
      expect(inner.stats()).toMatchObject({ liveHandles: 0, bytes: { lent: 0 } })
      inner.close()
    }
  })

  test('an owned buffer that somebody detached is refused', () => {
    for (const policy of policies) {
      const pager = create()
      const columns = new ColumnPager<PlainPieces>({
        pager,
        policy,
        container: { ...owningContainer, byteLength: () => 64 },
      })
      const container = plain(new Uint8Array(64))
      structuredClone(container.pieces[0]!.buffer, { transfer: [container.pieces[0]!.buffer as ArrayBuffer] })
      expect(() => columns.page(container)).toThrow(expect.objectContaining(broken))
      pager.close()
    }
  })
})
