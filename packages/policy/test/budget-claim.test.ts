import { expect, test } from 'vitest'
import { SharedBudget } from '../src/index.js'

function pair(workerBytes: number, sharedBytes: number) {
  const budget = SharedBudget.create({ workers: 2, workerBytes, sharedBytes })
  return { budget, one: budget.join(), two: budget.join() }
}

function usageOf(budget: SharedBudget, worker: number) {
  const { ownInUseBytes, sharedInUseBytes, availableBytes } = budget
    .stats()
    .workers.find(each => each.worker === worker)!
  return { ownInUseBytes, sharedInUseBytes, availableBytes }
}

test('a worker draws from its own bytes first', () => {
  const { budget, one, two } = pair(100, 50)
  expect(budget.claim(one, 100)).toBe(true)
  expect(usageOf(budget, one)).toEqual({ ownInUseBytes: 100, sharedInUseBytes: 0, availableBytes: 50 })
  expect(usageOf(budget, two)).toEqual({ ownInUseBytes: 0, sharedInUseBytes: 0, availableBytes: 150 })
})

test('a claim that its own bytes do not hold straddles both', () => {
  const { budget, one, two } = pair(100, 50)
  expect(budget.claim(one, 70)).toBe(true)
  expect(budget.claim(one, 60)).toBe(true)
  expect(usageOf(budget, one)).toEqual({ ownInUseBytes: 100, sharedInUseBytes: 30, availableBytes: 20 })
  expect(usageOf(budget, two)).toEqual({ ownInUseBytes: 0, sharedInUseBytes: 0, availableBytes: 120 })
})

test('a claim beyond both claims nothing', () => {
  const { budget, one } = pair(100, 50)
  expect(budget.claim(one, 151)).toBe(false)
  expect(budget.inUseBytes).toBe(0)
  expect(budget.claim(one, 150)).toBe(true)
  expect(budget.claim(one, 1)).toBe(false)
})

test("no worker can claim another one's own bytes", () => {
  const { budget, one, two } = pair(100, 50)
  expect(budget.claim(one, 150)).toBe(true)
  expect(budget.claim(two, 101)).toBe(false)
  expect(budget.claim(two, 100)).toBe(true)
  expect(budget.availableBytes).toBe(0)
})

test('a release pays the shared pool back first', () => {
  const { budget, one, two } = pair(100, 50)
  budget.claim(one, 130)
  budget.release(one, 20)
  expect(usageOf(budget, one)).toEqual({ ownInUseBytes: 100, sharedInUseBytes: 10, availableBytes: 40 })
  expect(budget.availableBytesOf(two)).toBe(140)
  budget.release(one, 20)
  expect(usageOf(budget, one)).toEqual({ ownInUseBytes: 90, sharedInUseBytes: 0, availableBytes: 60 })
  expect(budget.availableBytesOf(two)).toBe(150)
})

test('a claim of nothing is always granted, and changes nothing', () => {
  const { budget, one } = pair(0, 0)
  expect(budget.claim(one, 0)).toBe(true)
  budget.release(one, 0)
  expect(budget.stats()).toMatchObject({ inUseBytes: 0, strayReleases: 0, excessReleases: 0 })
})

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
  'a claim of %d bytes is a RangeError',
  byteLength => {
    const { budget, one } = pair(100, 50)
    expect(() => budget.claim(one, byteLength)).toThrow(RangeError)
    expect(budget.inUseBytes).toBe(0)
  },
)

test('a release of more than is claimed gives back what there is, and is counted', () => {
  const { budget, one, two } = pair(100, 50)
  budget.claim(one, 30)
  budget.claim(two, 40)
  budget.release(one, 31)
  expect(budget.stats()).toMatchObject({ inUseBytes: 40, availableBytes: 210, excessReleases: 1 })
  budget.release(one, 1)
  expect(budget.stats()).toMatchObject({ inUseBytes: 40, availableBytes: 210, excessReleases: 2 })
})

test.each([-5, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
  'a release of %d bytes changes nothing, and is counted',
  byteLength => {
    const { budget, one } = pair(100, 50)
    budget.claim(one, 30)
    budget.release(one, byteLength)
    expect(budget.stats()).toMatchObject({ inUseBytes: 30, excessReleases: 1 })
  },
)

test.each([-1, 0.5, Number.NaN, 2 ** 60, 77])(
  'a release by %d, who never joined, changes nothing, and is counted',
  worker => {
    const { budget, one } = pair(100, 50)
    budget.claim(one, 30)
    budget.release(worker, 30)
    expect(budget.stats()).toMatchObject({ inUseBytes: 30, strayReleases: 1 })
  },
)
