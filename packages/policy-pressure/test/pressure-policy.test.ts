import { SharedBudget } from '@spillway/policy'
import { policyConformance } from '@spillway/policy/conformance'
import { afterAll, describe, expect, test } from 'vitest'
import { MemoryGovernor, PressurePolicy } from '../src/index.js'
import { FakeRoot } from './support/fake-root.js'

const budgetBytes = 2 ** 20

function governed(root: FakeRoot, options: { intervalMs?: number } = {}) {
  const budget = SharedBudget.create({ workers: 2, workerBytes: budgetBytes / 4, sharedBytes: (budgetBytes * 3) / 4 })
  return MemoryGovernor.create(budget, { root: root.path, ...options })
}

describe('with nothing to follow', () => {
  const root = new FakeRoot()
  root[Symbol.dispose]()
  policyConformance({ create: () => new PressurePolicy(governed(root)), budgetBytes }, { describe, test })
})

describe('with room for all of its budget, looking before every decision', () => {
  const root = new FakeRoot()
  root.machine(1000, 1000)
  afterAll(() => root[Symbol.dispose]())
  const create = () => new PressurePolicy(governed(root, { intervalMs: 0 }))
  policyConformance({ create, budgetBytes }, { describe, test })
})

test('looks before it decides', () => {
  const root = new FakeRoot()
  root.machine(1000, 1000)
  const governor = governed(root, { intervalMs: 0 })
  const policy = new PressurePolicy(governor, { worker: governor.budget.join() })
  expect(policy.decide({ byteLength: 64 })).toEqual({ action: 'skip', claim: policy.worker })
  expect(policy.overdrawnBytes()).toBe(0)
  root.machine(1000, 0)
  expect(policy.overdrawnBytes()).toBe(64)
  expect(policy.decide({ byteLength: 64 }).action).toBe('page')
  policy.leave()
  expect(governor.budget.isJoined(policy.worker)).toBe(false)
  root[Symbol.dispose]()
})
