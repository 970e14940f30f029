// How much memory paging takes beside the column: for lz4 one block of scratch, however large the body is; raw, nothing at all.
import { Column, columnBytes, utf8 } from '@spillway/column'
import { alwaysPage, alwaysSkip } from '@spillway/policy'
import { describe, expect, test } from 'vitest'
import { ColumnPager, Lz4Codec } from '../src/index.js'
import { AllocationCounter } from './support/allocation-counter.js'
import { Faults, FaultyPager } from './support/faults.js'
import { backends, pagerKinds } from './support/pagers.js'
import { type PlainPieces, plain, plainContainer } from './support/plain-container.js'

const blockByteLength = 65536

describe.each(pagerKinds)('$name pager', ({ create }) => {
  test.each(backends)('lz4 on %s: a body that never exists as a whole is compressed through one block', backend => {
    // 512 views of one piece: 32 MiB of body, 64 KiB of memory.
    const piece = new Uint8Array(65_000).map((_, i) => (i >> 4) % 97)
    const pieces = Array.from({ length: 512 }, (_, i) => piece.subarray(0, piece.length - (i % 11)))
    const byteLength = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0)
    using inner = create()
    const pager = new FaultyPager(inner, new Faults())
    const bound = new Lz4Codec().maxStoredByteLength(byteLength)
    const counter = new AllocationCounter()
    // What the pager itself does is not the column pager's doing.
    pager.allocate = size => {
      counter.stop()
      expect(size).toBe(bound)
      const target = inner.allocate(size)
      counter.start()
      return target
    }
    pager.pageoutWith = (...args) => {
      counter.stop()
      return inner.pageoutWith(...args)
    }
    const policy = alwaysPage({ backend, codec: 'lz4' })
    const columns = new ColumnPager<PlainPieces>({ pager, policy, container: plainContainer })
    for (const body of [plain(...pieces), plain(...pieces)]) {
      counter.start()
      const paged = columns.page(body)
      expect(paged.storedByteLength).toBeLessThan(byteLength / 10)
      paged.close()
    }
    // The second one went through the first one's block.
    expect(counter.byteLengths).toEqual([blockByteLength])
  })

  test('the counter sees a copy', () => {
    const counter = new AllocationCounter()
    counter.start()
    new Uint8Array(new Uint8Array(1000))
    Uint8Array.from([1, 2, 3])
    new ArrayBuffer(50)
    counter.stop()
    expect(counter.totalBytes).toBeGreaterThanOrEqual(2053)
  })

  const rows = new Column(utf8)
  for (let i = 0; i < 40_000; i++) rows.push(`row ${i}`)
  const typed = () => {
    const column = new Column(utf8)
    for (const row of rows) column.push(row)
    return column
  }

  test.each([
    ['kept', alwaysSkip],
    ['raw on swap', alwaysPage({ backend: 'swap' })],
    ['raw on file', alwaysPage({ backend: 'file' })],
  ])('a typed column, %s: encoded once, straight into a fitting buffer of the pager', (_, policy) => {
    using inner = create()
    const pager = new FaultyPager(inner, new Faults())
    const columns = new ColumnPager({ pager, policy, container: columnBytes(utf8) })
    const column = typed()
    const { byteLength } = column
    columns.page(column).close()
    expect(pager.allocated).toEqual([byteLength])
    expect(pager.pagedOut.length).toBe(policy === alwaysSkip ? 0 : 1)
  })

  test.each(backends)('lz4 on %s: take allocates the body once', backend => {
    using inner = create()
    const pager = new FaultyPager(inner, new Faults())
    const columns = new ColumnPager({
      pager,
      policy: alwaysPage({ backend, codec: 'lz4' }),
      container: columnBytes(utf8),
    })
    const paged = columns.page(typed())
    pager.allocated.length = 0
    columns.recycle(columns.take(paged))
    expect(pager.allocated).toEqual([paged.byteLength])
    expect(inner.stats()).toMatchObject({ liveHandles: 0, bytes: { lent: 0 } })
  })
})
