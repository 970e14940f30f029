import { expect, test } from 'vitest'
import { SharedBudget } from '../src/index.js'

test('a new budget is whole, and nobody has joined it', () => {
  const budget = SharedBudget.create({ workers: 3, workerBytes: 100, sharedBytes: 50, backend: 'swap', codec: 'lz4' })
  expect(budget.stats()).toEqual({
    capacityBytes: 350,
    inUseBytes: 0,
    availableBytes: 350,
    sharedInUseBytes: 0,
    workers: [],
    strayReleases: 0,
    excessReleases: 0,
  })
  expect(budget).toMatchObject({ workers: 3, workerBytes: 100, sharedBytes: 50, backend: 'swap', codec: 'lz4' })
})

test('without options it is for one worker that keeps nothing', () => {
  const budget = SharedBudget.create()
  expect(budget).toMatchObject({ workers: 1, capacityBytes: 0, backend: 'file', codec: 'none' })
  expect(budget.claim(budget.join(), 1)).toBe(false)
})

test.each([
  { workers: 0 },
  { workers: 1.5 },
  { workers: 5000 },
  { workerBytes: -1 },
  { workerBytes: 0.5 },
  { workerBytes: Number.NaN },
  { sharedBytes: Number.POSITIVE_INFINITY },
  { sharedBytes: 2 ** 44 },
  { workers: 2, workerBytes: 2 ** 43 },
])('%o is a RangeError', options => {
  expect(() => SharedBudget.create(options)).toThrow(RangeError)
})

test.each([{ backend: 'tape' as 'file' }, { codec: '' }, { codecs: [7 as unknown as string] }])(
  '%o is a TypeError',
  options => {
    expect(() => SharedBudget.create(options)).toThrow(TypeError)
  },
)

test('the largest budget can be claimed to the last byte', () => {
  const budget = SharedBudget.create({ sharedBytes: 2 ** 44 - 1 })
  const worker = budget.join()
  expect(budget.claim(worker, 2 ** 44 - 2)).toBe(true)
  expect(budget.claim(worker, Number.MAX_SAFE_INTEGER)).toBe(false)
  expect(budget.claim(worker, 1)).toBe(true)
  expect(budget.claim(worker, 1)).toBe(false)
  expect(budget.availableBytes).toBe(0)
  budget.release(worker, 2 ** 44 - 1)
  expect(budget.availableBytes).toBe(budget.capacityBytes)
})

test('many workers have a word each', () => {
  const budget = SharedBudget.create({ workers: 4096, workerBytes: 1 })
  const workers = Array.from({ length: 4096 }, () => budget.join())
  expect(new Set(workers).size).toBe(4096)
  expect(workers.every(worker => budget.claim(worker, 1))).toBe(true)
  expect(budget.inUseBytes).toBe(4096)
})
