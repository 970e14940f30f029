import { expect, test } from 'vitest'
import { type PageDecision, SharedBudget, TieredPolicy } from '../src/index.js'

function released(decision: PageDecision, byteLength: number) {
  if (decision.action !== 'skip') expect.fail('the column was paged')
  return { type: 'residentReleased', byteLength, claim: decision.claim } as const
}

test('keeps while the budget lasts, then pages with the choice of now', () => {
  const budget = SharedBudget.create({ workerBytes: 10, sharedBytes: 5, backend: 'swap', codec: 'lz4' })
  const policy = new TieredPolicy(budget)
  expect(policy.decide({ byteLength: 15 })).toEqual({ action: 'skip', claim: policy.worker })
  expect(policy.decide({ byteLength: 1 })).toEqual({ action: 'page', backend: 'swap', codec: 'lz4' })
  budget.reconfigure({ backend: 'file', codec: 'none' })
  expect(policy.decide({ byteLength: 1 })).toEqual({ action: 'page', backend: 'file', codec: 'none' })
})

test('credits the worker that decided, whichever policy records the release', () => {
  const budget = SharedBudget.create({ workers: 2, workerBytes: 10 })
  const [one, two] = [new TieredPolicy(budget), new TieredPolicy(SharedBudget.from(budget.share()))]
  const kept = one.decide({ byteLength: 10 })
  two.decide({ byteLength: 10 })
  two.record(released(kept, 10))
  expect(budget.inUseBytesOf(one.worker)).toBe(0)
  expect(budget.inUseBytesOf(two.worker)).toBe(10)
})

test('joins by itself, or as the worker that a supervisor joined for it', () => {
  const budget = SharedBudget.create({ workers: 2, workerBytes: 10 })
  const worker = budget.join()
  const policy = new TieredPolicy(budget, { worker })
  expect(policy.worker).toBe(worker)
  expect(new TieredPolicy(budget).worker).not.toBe(worker)
  expect(() => new TieredPolicy(budget)).toThrow(expect.objectContaining({ code: 'BUDGET_NO_SEAT' }))
})

test('is not made for a worker that is gone, or never was', () => {
  const budget = SharedBudget.create({ workers: 2, workerBytes: 10 })
  const worker = budget.join()
  budget.reclaim(worker)
  expect(() => new TieredPolicy(budget, { worker })).toThrow(expect.objectContaining({ code: 'BUDGET_LEFT' }))
  expect(() => new TieredPolicy(budget, { worker: Number.NaN })).toThrow(TypeError)
})

test('fails to decide after it left, and still records', () => {
  const budget = SharedBudget.create({ workerBytes: 10 })
  const policy = new TieredPolicy(budget)
  const kept = policy.decide({ byteLength: 10 })
  policy.leave()
  policy[Symbol.dispose]()
  expect(() => policy.decide({ byteLength: 0 })).toThrow(expect.objectContaining({ code: 'BUDGET_LEFT' }))
  policy.record(released(kept, 10))
  expect(budget.stats()).toMatchObject({ inUseBytes: 0, strayReleases: 0, excessReleases: 0 })
})

test('a release without a claim credits nobody', () => {
  const budget = SharedBudget.create({ workerBytes: 10 })
  const policy = new TieredPolicy(budget)
  policy.decide({ byteLength: 10 })
  policy.record({ type: 'residentReleased', byteLength: 10 })
  expect(budget.stats()).toMatchObject({ inUseBytes: 10, strayReleases: 1 })
})

test('says what its worker, and nobody else, has to release after a shrink', () => {
  const budget = SharedBudget.create({ workers: 2, workerBytes: 10, sharedBytes: 100 })
  const [one, other] = [new TieredPolicy(budget), new TieredPolicy(budget)]
  const kept = one.decide({ byteLength: 70 })
  other.decide({ byteLength: 8 })
  expect([one.overdrawnBytes(), other.overdrawnBytes()]).toEqual([0, 0])
  budget.reconfigure({ sharedBytes: 15 })
  expect([one.overdrawnBytes(), other.overdrawnBytes()]).toEqual([45, 0])
  one.record(released(kept, 70))
  expect(one.overdrawnBytes()).toBe(0)
})
