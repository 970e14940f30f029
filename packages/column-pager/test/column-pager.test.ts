// What a caller sees of page, take and recycle: states, sizes, events in order, and what becomes of the caller's column.
import { Column, columnBytes, u64 } from '@spillway/column'
import { alwaysPage, alwaysSkip, type PageDecision } from '@spillway/policy'
import { describe, expect, test } from 'vitest'
import { ColumnPager, type PagedColumn } from '../src/index.js'
import { LoggingPolicy } from './support/logging-policy.js'
import { backends, pagerKinds } from './support/pagers.js'

const rowCount = 3000
const byteLength = 16 + 8 * rowCount
const container = columnBytes(u64)

function numbers(): Column<typeof u64> {
  const column = new Column(u64)
  for (let i = 0; i < rowCount; i++) column.push(BigInt(i))
  return column
}

describe.each(pagerKinds)('$name pager', ({ create }) => {
  const setUp = (decision: PageDecision) => {
    const pager = create()
    const policy = new LoggingPolicy(decision)
    return { pager, policy, columns: new ColumnPager({ pager, policy, container }) }
  }

  test('a kept column is resident, and its budget comes back on take', () => {
    const { pager, policy, columns } = setUp({ action: 'skip', claim: 3 })
    const paged = columns.page(numbers())
    expect(paged).toMatchObject({ state: 'resident', closed: false, byteLength, storedByteLength: byteLength })
    expect(policy.hints).toEqual([{ byteLength }])
    expect(policy.events).toEqual([])
    const column = columns.take(paged)
    expect([...column]).toEqual([...numbers()])
    expect(policy.events).toEqual([{ type: 'residentReleased', byteLength, claim: 3 }])
    pager.close()
  })

  test('a kept typed column leaves its growth slack with the caller', () => {
    const { pager, columns } = setUp({ action: 'skip' })
    const column = numbers()
    const reserved = column.reservedBytes
    expect(reserved).toBeGreaterThan(byteLength)
    const paged = columns.page(column)
    expect(column.reservedBytes).toBe(reserved)
    expect(pager.stats().bytes.lent).toBe(byteLength)
    const kept = columns.take(paged)
    expect(kept).toMatchObject({ form: 'aligned', reservedBytes: 0 })
    expect(kept.ownedBuffer!.byteLength).toBe(byteLength)
    pager.close()
  })

  test.each(backends)('%s, raw: the body is with the pager', backend => {
    const { pager, policy, columns } = setUp({ action: 'page', backend, codec: 'none' })
    const paged = columns.page(numbers())
    expect(paged).toMatchObject({ state: 'paged', closed: false, byteLength, storedByteLength: byteLength })
    const sizes = { byteLength, storedByteLength: byteLength, backend, codec: 'none' }
    expect(policy.events).toEqual([{ type: 'pagedOut', ...sizes, durationNs: expect.any(Number) }])
    expect(columns.take(paged).form).toBe('aligned')
    expect(policy.events.slice(1)).toEqual([{ type: 'pagedIn', ...sizes, durationNs: expect.any(Number) }])
    expect(paged).toMatchObject({ byteLength, storedByteLength: byteLength, state: 'taken', closed: true })
    pager.close()
  })

  test.each(backends)('%s, lz4: the frame is with the pager, and nothing else', backend => {
    const { pager, policy, columns } = setUp({ action: 'page', backend, codec: 'lz4' })
    const paged = columns.page(numbers())
    const { storedByteLength } = paged
    expect(paged).toMatchObject({ state: 'compressed', closed: false, byteLength })
    expect(storedByteLength).toBeLessThan(byteLength * 0.6)
    const { liveHandles, bytes } = pager.stats()
    expect(liveHandles).toBe(1)
    expect(bytes.lent).toBe(0)
    const sizes = { byteLength, storedByteLength, backend, codec: 'lz4' }
    expect(policy.events).toEqual([{ type: 'pagedOut', ...sizes, durationNs: expect.any(Number) }])
    expect([...columns.take(paged)]).toEqual([...numbers()])
    expect(policy.events.slice(1)).toEqual([{ type: 'pagedIn', ...sizes, durationNs: expect.any(Number) }])
    pager.close()
  })

  test('the caller fills its column again, within the capacity that it had', () => {
    const { pager, columns } = setUp({ action: 'page', backend: 'file', codec: 'none' })
    const column = numbers()
    const reserved = column.reservedBytes
    const cells: PagedColumn<Column<typeof u64>>[] = []
    for (let round = 0; round < 4; round++) {
      cells.push(columns.page(column))
      expect(column).toMatchObject({ length: 0, form: 'typed', reservedBytes: reserved })
      for (let i = 0; i < rowCount; i++) column.push(BigInt(round))
      expect(column.reservedBytes).toBe(reserved)
    }
    expect(cells.map(cell => columns.take(cell).get(rowCount - 1))).toEqual([BigInt(rowCount - 1), 0n, 1n, 2n])
    pager.close()
  })

  test.each(['none', 'lz4'])('a taken column pages out again and again, %s', codec => {
    const { pager, columns } = setUp({ action: 'page', backend: 'swap', codec })
    let column = numbers()
    for (let round = 0; round < 5; round++) {
      const paged = columns.page(column)
      expect(column.length).toBe(0)
      expect(pager.stats().bytes.lent).toBe(0)
      column = columns.take(paged)
      expect(pager.stats().bytes.lent).toBe(byteLength)
    }
    expect([...column]).toEqual([...numbers()])
    columns.recycle(column)
    expect(column.length).toBe(0)
    expect(pager.stats().bytes.lent).toBe(0)
    pager.close()
  })

  test('recycle empties a column that owns no buffer, too', () => {
    const { pager, columns } = setUp({ action: 'skip' })
    const column = numbers()
    columns.recycle(column)
    columns.recycle(column)
    expect(column.length).toBe(0)
    pager.close()
  })

  test('using closes what was not taken', () => {
    const { pager, policy, columns } = setUp({ action: 'skip' })
    {
      using paged = columns.page(numbers())
      expect(paged.state).toBe('resident')
    }
    expect(policy.ofType('residentReleased').length).toBe(1)
    expect(pager.stats().bytes.lent).toBe(0)
    pager.close()
  })

  test('another column pager takes it too, and the one that kept it gets its budget back', () => {
    const { pager, policy, columns } = setUp({ action: 'skip', claim: 9 })
    const other = new ColumnPager({ pager, policy: alwaysPage(), container })
    expect(other.take(columns.page(numbers())).length).toBe(rowCount)
    expect(policy.ofType('residentReleased').length).toBe(1)
    pager.close()
  })

  test('a pager that is closed under live paged columns: the kept one is whole, the others fail, and all of them close', () => {
    const { pager, policy, columns } = setUp({ action: 'page', backend: 'swap', codec: 'lz4' })
    const keeper = new ColumnPager({ pager, policy: alwaysSkip, container })
    const [kept, dropped] = [keeper.page(numbers()), keeper.page(numbers())]
    const paged = columns.page(numbers())
    pager.close()
    expect([...columns.take(kept)]).toEqual([...numbers()])
    expect(() => columns.take(paged)).toThrow(expect.objectContaining({ code: 'PAGER_CLOSED' }))
    expect(paged).toMatchObject({ state: 'compressed', closed: false })
    expect(policy.ofType('failed')).toMatchObject([{ verb: 'take', codec: 'lz4', backend: 'swap' }])
    for (const cell of [paged, dropped]) {
      cell.prefetch()
      cell.close()
      expect(cell.state).toBe('closed')
    }
  })

  test('a pager that was closed: its own error, and the column is as it was', () => {
    const { pager, policy, columns } = setUp({ action: 'page', backend: 'swap', codec: 'none' })
    pager.close()
    const column = numbers()
    expect(() => columns.page(column)).toThrow(expect.objectContaining({ code: 'PAGER_CLOSED' }))
    expect([...column]).toEqual([...numbers()])
    expect(policy.events).toMatchObject([{ type: 'failed', verb: 'page', byteLength, backend: 'swap', codec: 'none' }])
  })
})

const [memory] = pagerKinds

test('what page() did not return cannot be taken', () => {
  using pager = memory!.create()
  const columns = new ColumnPager({ pager, policy: alwaysSkip, container })
  for (const wrong of [undefined, null, {}, numbers()]) expect(() => columns.take(wrong as never)).toThrow(TypeError)
})

test('a ColumnPager without its parts is a TypeError', () => {
  using pager = memory!.create()
  const parts = { pager, policy: alwaysSkip, container }
  for (const part of ['pager', 'policy', 'container']) {
    expect(() => new ColumnPager({ ...parts, [part]: undefined })).toThrow(TypeError)
  }
})

test.each([undefined, null, {}, { action: 'keep' }, 'skip'])('the decision %j is none', decision => {
  using pager = memory!.create()
  const policy = new LoggingPolicy({ decide: () => decision as never, record: () => {} })
  const columns = new ColumnPager({
    pager,
    policy: { decide: () => decision as never, record: e => policy.record(e) },
    container,
  })
  const column = numbers()
  expect(() => columns.page(column)).toThrow(expect.objectContaining({ code: 'COLUMN_BAD_DECISION' }))
  expect(column.length).toBe(rowCount)
  expect(policy.events).toMatchObject([{ type: 'failed', verb: 'page', backend: undefined }])
})

test('a backend that the pager does not have is its TypeError', () => {
  using pager = memory!.create()
  const policy = new LoggingPolicy({ action: 'page', backend: 'tape' as 'file', codec: 'none' })
  const column = numbers()
  expect(() => new ColumnPager({ pager, policy, container }).page(column)).toThrow(TypeError)
  expect(column.length).toBe(rowCount)
  expect(pager.stats()).toMatchObject({ liveHandles: 0, bytes: { lent: 0 } })
})
