import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { type BudgetToken, SharedBudget } from '../src/index.js'

const VERSION_INDEX = 1

test('two holders of a token count as one', () => {
  const budget = SharedBudget.create({ workers: 2, workerBytes: 10, sharedBytes: 5 })
  const other = SharedBudget.from(budget.share())
  const worker = budget.join()
  expect(other.claim(worker, 15)).toBe(true)
  expect(budget.inUseBytes).toBe(15)
  other.release(worker, 15)
  expect(budget.stats()).toEqual(other.stats())
  expect(budget.availableBytes).toBe(25)
})

test('a token survives being posted', () => {
  const budget = SharedBudget.create({ sharedBytes: 5, codecs: ['zstd'] })
  const { port1, port2 } = new MessageChannel()
  port1.postMessage(budget.share())
  const other = SharedBudget.from(receiveMessageOnPort(port2)!.message)
  port1.close()
  other.reconfigure({ codec: 'zstd', sharedBytes: 7 })
  expect(budget).toMatchObject({ codec: 'zstd', sharedBytes: 7 })
})

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['a number', 1],
  ['a token without codecs', { spillwayBudget: SharedBudget.create().share().spillwayBudget }],
  ['memory that is not shared', { spillwayBudget: new ArrayBuffer(256), codecs: [] }],
  ['shared memory of somebody else', { spillwayBudget: new SharedArrayBuffer(256), codecs: [] }],
  ['empty shared memory', { spillwayBudget: new SharedArrayBuffer(0), codecs: [] }],
])('%s is no token', (_what, token) => {
  expect(() => SharedBudget.from(token as BudgetToken)).toThrow(TypeError)
})

test('a token of another version is refused, and says so', () => {
  const token = SharedBudget.create().share()
  new Int32Array(token.spillwayBudget)[VERSION_INDEX] = 99
  expect(() => SharedBudget.from(token)).toThrow(/layout 99/)
})

test('parts of two tokens are refused', () => {
  const { spillwayBudget } = SharedBudget.create({ codecs: ['zstd'] }).share()
  expect(() => SharedBudget.from({ spillwayBudget, codecs: ['none', 'lz4'] })).toThrow(/belong together/)
})

test('a shorter buffer with the right first words is refused', () => {
  const token = SharedBudget.create({ workers: 4 }).share()
  const spillwayBudget = new SharedArrayBuffer(64)
  new Uint8Array(spillwayBudget).set(new Uint8Array(token.spillwayBudget).subarray(0, 64))
  expect(() => SharedBudget.from({ ...token, spillwayBudget })).toThrow(/belong together/)
})
