import { expect, test } from 'vitest'
import { SharedBudget } from '../src/index.js'

test('what grows can be claimed at once, and live claims stay', () => {
  const budget = SharedBudget.create({ workers: 2, workerBytes: 10, sharedBytes: 10 })
  const one = budget.join()
  budget.claim(one, 20)
  expect(budget.claim(one, 1)).toBe(false)
  budget.reconfigure({ sharedBytes: 15 })
  expect(budget.claim(one, 5)).toBe(true)
  budget.reconfigure({ workerBytes: 30 })
  expect(budget.stats()).toMatchObject({ capacityBytes: 75, inUseBytes: 25, availableBytes: 50, sharedInUseBytes: 0 })
  expect(budget.claim(one, 20)).toBe(true)
  budget.release(one, 45)
  expect(budget.availableBytes).toBe(75)
})

test('below what is in use nothing of the pool is available until releases catch up', () => {
  const budget = SharedBudget.create({ sharedBytes: 100 })
  const worker = budget.join()
  budget.claim(worker, 80)
  budget.reconfigure({ sharedBytes: 30 })
  expect(budget.stats()).toMatchObject({ capacityBytes: 30, inUseBytes: 80, availableBytes: 0 })
  expect(budget.overdrawnBytesOf(worker)).toBe(50)
  budget.release(worker, 50)
  expect(budget.overdrawnBytesOf(worker)).toBe(0)
  expect(budget.claim(worker, 1)).toBe(false)
  budget.release(worker, 1)
  expect(budget.claim(worker, 1)).toBe(true)
  expect(budget.claim(worker, 1)).toBe(false)
})

test('shrinking what workers have for themselves moves what they hold to the pool', () => {
  const budget = SharedBudget.create({ workers: 2, workerBytes: 50, sharedBytes: 40 })
  const [one, two] = [budget.join(), budget.join()]
  budget.claim(one, 50)
  budget.reconfigure({ workerBytes: 20 })
  expect(budget.stats()).toMatchObject({ capacityBytes: 80, inUseBytes: 50, availableBytes: 30, sharedInUseBytes: 30 })
  expect(budget.claim(two, 31)).toBe(false)
  expect(budget.claim(two, 30)).toBe(true)
  budget.reconfigure({ workerBytes: 0 })
  expect(budget.stats()).toMatchObject({ availableBytes: 0, sharedInUseBytes: 80 })
  expect(budget.overdrawnBytesOf(one)).toBe(40)
  expect(budget.overdrawnBytesOf(two)).toBe(30)
  budget.release(one, 50)
  budget.release(two, 30)
  expect(budget.availableBytes).toBe(40)
})

test("what others overdrew leaves a worker's own bytes alone", () => {
  const budget = SharedBudget.create({ workers: 2, workerBytes: 10, sharedBytes: 100 })
  const [one, two] = [budget.join(), budget.join()]
  budget.claim(one, 110)
  budget.reconfigure({ sharedBytes: 0 })
  expect(budget.availableBytesOf(two)).toBe(10)
  expect(budget.claim(two, 10)).toBe(true)
  expect(budget.claim(two, 1)).toBe(false)
  expect(budget.overdrawnBytesOf(two)).toBe(0)
  // More than the capacity, by the overdraft at most: this is all of it.
  expect(budget.inUseBytes - budget.capacityBytes).toBe(budget.overdrawnBytesOf(one))
})

test('backend and codec change for every holder of the token, apart or together', () => {
  const budget = SharedBudget.create({ codecs: ['zstd'] })
  const other = SharedBudget.from(budget.share())
  other.reconfigure({ backend: 'swap' })
  expect(budget.pageDecision).toEqual({ action: 'page', backend: 'swap', codec: 'none' })
  budget.reconfigure({ codec: 'zstd' })
  expect(other.pageDecision).toEqual({ action: 'page', backend: 'swap', codec: 'zstd' })
  other.reconfigure({ backend: 'file', codec: 'lz4' })
  expect(budget.pageDecision).toEqual({ action: 'page', backend: 'file', codec: 'lz4' })
})

test('a change that is refused changes nothing', () => {
  const budget = SharedBudget.create({ workers: 2, workerBytes: 10, sharedBytes: 10 })
  expect(() => budget.reconfigure({ workerBytes: 5, sharedBytes: -1 })).toThrow(RangeError)
  expect(() => budget.reconfigure({ workerBytes: 2 ** 43 })).toThrow(RangeError)
  expect(() => budget.reconfigure({ workerBytes: 5, backend: 'tape' as 'file' })).toThrow(/unknown backend tape/)
  expect(() => budget.reconfigure({ sharedBytes: 5, codec: 'zstd' })).toThrow(/none, lz4/)
  expect(budget).toMatchObject({ workerBytes: 10, sharedBytes: 10, backend: 'file', codec: 'none' })
})

test('a change of nothing changes nothing', () => {
  const budget = SharedBudget.create({ workerBytes: 10, sharedBytes: 10, backend: 'swap', codec: 'lz4' })
  budget.reconfigure({})
  expect(budget).toMatchObject({ workerBytes: 10, sharedBytes: 10, backend: 'swap', codec: 'lz4' })
})
