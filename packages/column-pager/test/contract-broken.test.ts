// What may not happen, and does: `record` throws, `clear` throws, and callbacks that call back. No byte is lost over it.
import {
  alwaysPage,
  alwaysSkip,
  type PageDecision,
  type PageEvent,
  type PagingPolicy,
  SharedBudget,
  TieredPolicy,
} from '@spillway/policy'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ColumnPager, type PagedColumn } from '../src/index.js'
import { backends, pagerKinds } from './support/pagers.js'
import { bytesOf, owningContainer, type PlainPieces, plain, plainContainer } from './support/plain-container.js'

const decisions: readonly PageDecision[] = [
  { action: 'skip' },
  ...backends.flatMap(backend => ['none', 'lz4'].map((codec): PageDecision => ({ action: 'page', backend, codec }))),
]
const expected = Uint8Array.from({ length: 5000 }, (_, i) => i % 7)

describe.each(pagerKinds)('$name pager', ({ create }) => {
  let warnings: (Error & { code?: string })[] = []
  const listen = (warning: Error) => warnings.push(warning)
  beforeEach(() => {
    warnings = []
    process.on('warning', listen)
  })
  afterEach(() => {
    process.off('warning', listen)
  })
  const turn = () => new Promise(resolve => setImmediate(resolve))

  test.each(decisions)('record() throws: %j works all the same, with one warning', async decision => {
    using pager = create()
    const thrown = new Error('no events, please')
    const policy: PagingPolicy = {
      decide: () => decision,
      record: () => {
        throw thrown
      },
    }
    const columns = new ColumnPager<PlainPieces>({ pager, policy, container: plainContainer })
    for (let i = 0; i < 3; i++) {
      const back = columns.take(columns.page(plain(Uint8Array.from(expected))))
      expect(Buffer.compare(bytesOf(back), expected)).toBe(0)
      columns.page(plain(Uint8Array.from(expected))).close()
    }
    const broken = new ColumnPager<PlainPieces>({ pager, policy, container: { ...plainContainer, slices: () => [] } })
    expect(() => broken.page(plain(new Uint8Array(3)))).toThrow(
      expect.objectContaining({ code: 'COLUMN_CONTAINER_FAILED' }),
    )
    await turn()
    expect(warnings.map(({ code }) => code)).toEqual(['COLUMN_CONTRACT_BROKEN', 'COLUMN_CONTRACT_BROKEN'])
    expect(warnings[0]!.message).toContain('no events, please')
  })

  test.each(decisions)('clear() throws: the bytes of %j are kept, with a warning', async decision => {
    for (const part of [plainContainer, owningContainer]) {
      using pager = create()
      warnings = []
      const container = {
        ...part,
        clear: () => {
          throw new Error('not now')
        },
      }
      const policy = { decide: () => decision, record: () => {} }
      const columns = new ColumnPager<PlainPieces>({ pager, policy, container })
      const paged = columns.page(plain(Uint8Array.from(expected)))
      const taken = columns.take(paged)
      expect(Buffer.compare(bytesOf(taken), expected)).toBe(0)
      columns.recycle(taken)
      if (part === owningContainer) expect(pager.stats().bytes.lent + columns.stats().inFlight.columns).toBe(0)
      await turn()
      expect(warnings.map(({ code }) => code)).toEqual(['COLUMN_CONTRACT_BROKEN', 'COLUMN_CONTRACT_BROKEN'])
    }
  })

  test.each([Symbol('no'), Object.create(null), undefined])(
    'what is thrown has no text: nothing is lost',
    async thrown => {
      const fail = () => {
        throw thrown
      }
      for (const decision of decisions) {
        using pager = create()
        const policy = { decide: () => decision, record: fail }
        const columns = new ColumnPager<PlainPieces>({ pager, policy, container: { ...plainContainer, clear: fail } })
        const paged = columns.page(plain(Uint8Array.from(expected)))
        expect(Buffer.compare(bytesOf(columns.take(paged)), expected)).toBe(0)
      }
      using pager = create()
      const codec = {
        name: 'bad',
        maxStoredByteLength: (byteLength: number) => byteLength,
        compress: fail,
        decompress: fail,
      }
      const policy = alwaysPage({ codec: 'bad' })
      const columns = new ColumnPager<PlainPieces>({ pager, policy, container: plainContainer, codecs: [codec] })
      const failed = expect.objectContaining({ code: 'COLUMN_CODEC_FAILED' })
      expect(() => columns.page(plain(Uint8Array.from(expected)))).toThrow(failed)
      const odd = { ...codec, compress: () => thrown as number }
      const others = new ColumnPager<PlainPieces>({ pager, policy, container: plainContainer, codecs: [odd] })
      expect(() => others.page(plain(Uint8Array.from(expected)))).toThrow(failed)
      await turn()
      expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(['COLUMN_CONTRACT_BROKEN']))
    },
  )

  test.each(decisions)('a policy that takes and closes from record(), %j', decision => {
    using pager = create()
    const events: PageEvent['type'][] = []
    const live: PagedColumn<PlainPieces>[] = []
    const policy: PagingPolicy = {
      decide: () => decision,
      record: event => {
        events.push(event.type)
        for (const paged of live) {
          expect(() => columns.take(paged)).toThrow(expect.objectContaining({ code: 'COLUMN_TAKEN' }))
          paged.close()
        }
      },
    }
    const columns = new ColumnPager<PlainPieces>({ pager, policy, container: plainContainer })
    const paged = columns.page(plain(Uint8Array.from(expected)))
    live.push(paged)
    expect(Buffer.compare(bytesOf(columns.take(paged)), expected)).toBe(0)
    expect(events).toEqual(decision.action === 'skip' ? ['residentReleased'] : ['pagedOut', 'pagedIn'])
  })

  test('a container that closes its paged column while it is made a column again', () => {
    for (const policy of [alwaysPage({ backend: 'swap' }), alwaysPage({ backend: 'file', codec: 'lz4' })]) {
      using pager = create()
      const holder: { paged?: PagedColumn<PlainPieces> } = {}
      const container = {
        ...plainContainer,
        fromBytes: (bytes: Uint8Array) => {
          holder.paged?.close()
          expect(() => columns.take(holder.paged!)).toThrow(expect.objectContaining({ code: 'COLUMN_TAKEN' }))
          return plain(bytes)
        },
      }
      const columns = new ColumnPager<PlainPieces>({ pager, policy, container })
      holder.paged = columns.page(plain(Uint8Array.from(expected)))
      expect(Buffer.compare(bytesOf(columns.take(holder.paged)), expected)).toBe(0)
      expect(holder.paged.state).toBe('taken')
    }
  })

  test.each(['take', 'close'] as const)('a pager that calls back, to %s the column that is being evicted', verb => {
    const real = create()
    let hook: (() => void) | undefined
    const pager = new Proxy(real, {
      get(target, name) {
        const value = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          if (name === 'pageoutWith') hook?.()
          return value.apply(target, args)
        }
      },
    })
    const budget = SharedBudget.create({ sharedBytes: 10_000, backend: 'swap' })
    const policy = new TieredPolicy(budget)
    const columns = new ColumnPager<PlainPieces>({ pager, policy, container: plainContainer, eviction: {} })
    const paged = columns.page(plain(Uint8Array.from(expected)))
    budget.reconfigure({ sharedBytes: 0 })
    hook = () => (verb === 'take' ? columns.take(paged) : paged.close())
    expect(columns.evict()).toBe(0)
    expect(paged).toMatchObject({ closed: true, state: verb === 'take' ? 'taken' : 'closed' })
    expect(budget.stats()).toMatchObject({ inUseBytes: 0, excessReleases: 0 })
    const { resident, paged: stored, counters } = columns.stats()
    expect([resident.columns, stored.columns, counters.evicted.columns]).toEqual([0, 0, 0])
    expect(real.stats()).toMatchObject({ liveHandles: 0, bytes: { lent: 0 } })
    real.close()
  })

  test('a column is paged from within the pageout of another one', () => {
    using pager = create()
    const inner: PagedColumn<PlainPieces>[] = []
    const container = {
      ...plainContainer,
      byteLength: (plainPieces: PlainPieces) => {
        if (inner.length === 0) {
          inner.length = 1
          inner[0] = columns.page(plain(Uint8Array.of(1, 2, 3)))
        }
        return plainContainer.byteLength(plainPieces)
      },
    }
    const columns = new ColumnPager<PlainPieces>({ pager, policy: alwaysPage({ codec: 'lz4' }), container })
    const outer = columns.page(plain(Uint8Array.from(expected)))
    expect(Buffer.compare(bytesOf(columns.take(outer)), expected)).toBe(0)
    expect(bytesOf(columns.take(inner[0]!))).toEqual(Uint8Array.of(1, 2, 3))
  })
})

test('the policy of one column pager hears nothing of another one', () => {
  using pager = pagerKinds[0]!.create()
  const heard: string[] = []
  const policy = (name: string): PagingPolicy => ({
    ...alwaysSkip,
    record: ({ type }) => heard.push(`${name} ${type}`),
  })
  const [one, other] = ['one', 'other'].map(
    name => new ColumnPager<PlainPieces>({ pager, policy: policy(name), container: plainContainer }),
  )
  one!.page(plain(new Uint8Array(9))).close()
  other!.take(other!.page(plain(new Uint8Array(9))))
  expect(heard).toEqual(['one residentReleased', 'other residentReleased'])
})
