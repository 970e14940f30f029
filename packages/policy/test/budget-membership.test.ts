import { expect, test } from 'vitest'
import { BudgetError, SharedBudget } from '../src/index.js'

const budgetOf = (workers: number) => SharedBudget.create({ workers, workerBytes: 100, sharedBytes: 50 })
const code = (expected: string) => expect.objectContaining({ name: 'BudgetError', code: expected })

test('a budget takes as many workers as it was made for', () => {
  const budget = budgetOf(2)
  budget.join()
  budget.join()
  expect(() => budget.join()).toThrow(code('BUDGET_NO_SEAT'))
  expect(() => budget.join()).toThrow(BudgetError)
})

test('a worker that leaves makes place for another, with another number', () => {
  const budget = budgetOf(1)
  const first = budget.join()
  budget.leave(first)
  const second = budget.join()
  expect(second).not.toBe(first)
  expect(budget.isJoined(first)).toBe(false)
  expect(budget.isJoined(second)).toBe(true)
})

test('what a worker kept stays claimed after it left, until it is released', () => {
  const budget = budgetOf(1)
  const first = budget.join()
  budget.claim(first, 120)
  budget.leave(first)
  budget.leave(first)
  expect(budget.stats()).toMatchObject({
    inUseBytes: 120,
    workers: [{ worker: first, joined: false, availableBytes: 0 }],
  })
  expect(() => budget.join()).toThrow(code('BUDGET_NO_SEAT'))
  budget.release(first, 120)
  expect(budget.stats()).toMatchObject({ inUseBytes: 0, strayReleases: 0, workers: [] })
  expect(budget.isJoined(budget.join())).toBe(true)
})

test('a worker that left, or was reclaimed, claims no more, not even nothing', () => {
  const budget = budgetOf(2)
  const [one, two] = [budget.join(), budget.join()]
  budget.leave(one)
  budget.reclaim(two)
  for (const worker of [one, two]) {
    expect(() => budget.claim(worker, 1)).toThrow(code('BUDGET_LEFT'))
    expect(() => budget.claim(worker, 0)).toThrow(code('BUDGET_LEFT'))
  }
})

test('reclaim gives back what a dead worker held, once, and nothing else', () => {
  const budget = budgetOf(2)
  const [dead, alive] = [budget.join(), budget.join()]
  budget.claim(dead, 130)
  budget.claim(alive, 110)
  expect(budget.reclaim(dead)).toBe(130)
  expect(budget.reclaim(dead)).toBe(0)
  expect(budget.stats()).toMatchObject({ inUseBytes: 110, availableBytes: 140, strayReleases: 0 })
  expect(budget.inUseBytesOf(alive)).toBe(110)
})

test('a release that comes after reclaim changes nothing, neither before nor after the seat has another worker', () => {
  const budget = budgetOf(1)
  const dead = budget.join()
  budget.claim(dead, 130)
  budget.reclaim(dead)
  budget.release(dead, 60)
  expect(budget.stats()).toMatchObject({ inUseBytes: 0, availableBytes: 150, strayReleases: 1, excessReleases: 0 })
  const next = budget.join()
  budget.claim(next, 140)
  budget.release(dead, 70)
  expect(budget.stats()).toMatchObject({ inUseBytes: 140, availableBytes: 10, strayReleases: 2 })
  expect(budget.reclaim(dead)).toBe(0)
  budget.leave(dead)
  expect(budget.isJoined(next)).toBe(true)
})

test('a release for a seat that nobody has, or has any more, is stray', () => {
  const budget = budgetOf(2)
  for (const nobody of [0, 1]) budget.release(nobody, 50)
  expect(budget.stats()).toMatchObject({ strayReleases: 2, excessReleases: 0 })
  const worker = budget.join()
  budget.leave(worker)
  budget.release(worker, 50)
  expect(budget.stats()).toMatchObject({ strayReleases: 3, excessReleases: 0 })
})

test('a worker that left can be reclaimed too', () => {
  const budget = budgetOf(1)
  const worker = budget.join()
  budget.claim(worker, 10)
  budget.leave(worker)
  expect(budget.reclaim(worker)).toBe(10)
  expect(budget.availableBytes).toBe(150)
})

test('numbers stay apart when seats have had very many workers', () => {
  const budget = budgetOf(1)
  let last = budget.join()
  for (let each = 0; each < 2 ** 19 + 5; each++) {
    budget.leave(last)
    const next = budget.join()
    if (next === last) expect.fail(`worker ${next} was given twice in a row`)
    last = next
  }
  expect(budget.claim(last, 150)).toBe(true)
  budget.release(last, 150)
  expect(budget.stats()).toMatchObject({ inUseBytes: 0, strayReleases: 0, workers: [{ worker: last, joined: true }] })
})

test.each([undefined, -1, 1.5, Number.NaN])('%s is no worker', worker => {
  const budget = budgetOf(1)
  const wrong = worker as number
  expect(budget.isJoined(wrong)).toBe(false)
  expect(() => budget.claim(wrong, 1)).toThrow(TypeError)
  expect(() => budget.leave(wrong)).toThrow(TypeError)
  expect(() => budget.reclaim(wrong)).toThrow(TypeError)
})
