// What the diagnostics channels tell, in which order, and that nothing is made for them while nobody listens.
import { channel } from 'node:diagnostics_channel'
import { SharedBudget, TieredPolicy } from '@spillway/policy'
import { afterEach, expect, test, vi } from 'vitest'
import { channels } from '../src/diagnostics.js'
import { ColumnPager } from '../src/index.js'
import { Faults, FaultyPager } from './support/faults.js'
import { pagerKinds } from './support/pagers.js'
import { type PlainPieces, plain, plainContainer } from './support/plain-container.js'

const names = ['page', 'take', 'evict', 'release', 'failure'] as const
const unsubscribe: (() => void)[] = []
afterEach(() => {
  for (const each of unsubscribe.splice(0)) each()
  vi.restoreAllMocks()
})

function listen(): [string, unknown][] {
  const messages: [string, unknown][] = []
  for (const name of names) {
    const told = channel(`spillway:column-pager:${name}`)
    const listener = (message: unknown) => messages.push([name, message])
    told.subscribe(listener)
    unsubscribe.push(() => told.unsubscribe(listener))
  }
  return messages
}

const setUp = () => {
  const faults = new Faults()
  const budget = SharedBudget.create({ sharedBytes: 1000, backend: 'swap' })
  const columns = new ColumnPager<PlainPieces>({
    pager: new FaultyPager(pagerKinds[0]!.create(), faults),
    policy: new TieredPolicy(budget),
    container: plainContainer,
    eviction: {},
  })
  return { faults, budget, columns }
}

const resident = { byteLength: 600, storedByteLength: 600, state: 'resident', backend: undefined, codec: undefined }
const paged = { ...resident, state: 'paged', backend: 'swap', codec: 'none' }
const column = () => plain(new Uint8Array(600))

test('page, evict, release, take: what happened, when it was done', () => {
  const { columns, budget } = setUp()
  const messages = listen()
  const cells = [columns.page(column()), columns.page(column())]
  columns.take(cells[0]!)
  columns.take(cells[1]!)
  expect(messages).toEqual([
    ['page', resident],
    ['evict', paged],
    ['release', { byteLength: 600, state: 'resident', reason: 'evicted' }],
    ['page', resident],
    ['take', paged],
    ['release', { byteLength: 600, state: 'resident', reason: 'taken' }],
    ['take', resident],
  ])
  messages.length = 0
  columns.page(column()).close()
  budget.reconfigure({ sharedBytes: 0, codec: 'lz4' })
  const compressed = columns.page(column())
  compressed.close()
  const { storedByteLength } = compressed
  expect(messages).toEqual([
    ['page', resident],
    ['release', { byteLength: 600, state: 'resident', reason: 'closed' }],
    ['page', { ...paged, state: 'compressed', storedByteLength, codec: 'lz4' }],
    ['release', { byteLength: 600, state: 'compressed', reason: 'closed' }],
  ])
})

test('failures of page, take, read and evict, with what was thrown', () => {
  const { columns, faults } = setUp()
  const kept = columns.page(column())
  const messages = listen()
  const fails = (act: () => unknown) => {
    faults.failAt(0)
    expect(act).toThrow('injected')
    faults.never()
  }
  faults.failAt(0)
  const stored = columns.page(column())
  fails(() => columns.read(stored, () => expect.fail('nothing to show')))
  fails(() => columns.take(stored))
  kept.close()
  fails(() => columns.page(column()))
  const error = expect.objectContaining({ name: 'Error' })
  const sizes = { byteLength: 600, backend: 'swap', codec: 'none', error }
  const failures = messages.filter(([name]) => name === 'failure').map(([, message]) => message)
  expect(failures).toEqual([
    { verb: 'evict', ...sizes },
    { verb: 'read', ...sizes },
    { verb: 'take', ...sizes },
    { verb: 'page', ...sizes, backend: undefined, codec: undefined },
  ])
  expect(columns.stats().counters.failures).toEqual({ page: 1, take: 1, read: 1, evict: 1 })
  // The column that could not be kept was claimed, and its claim came back.
  expect(messages.slice(-2).map(([name]) => name)).toEqual(['release', 'failure'])
  expect(messages.at(-2)![1]).toEqual({ byteLength: 600, state: 'resident', reason: 'unused' })
})

test('nobody listens: nothing is published', () => {
  const publish = Object.values(channels).map(each => vi.spyOn(each, 'publish'))
  const { columns, faults } = setUp()
  const cells = [columns.page(column()), columns.page(column()), columns.page(column())]
  faults.failAt(0)
  expect(() => columns.take(cells[0]!)).toThrow('injected')
  faults.never()
  columns.take(cells[0]!)
  cells[1]!.close()
  for (const each of publish) expect(each).not.toHaveBeenCalled()
})
