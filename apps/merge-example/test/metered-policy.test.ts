// A policy that counts is a policy still, and it counts what went out and came in.
import { SharedBudget, TieredPolicy } from '@spillway/policy'
import { policyConformance } from '@spillway/policy/conformance'
import { describe, expect, test } from 'vitest'
import { MeteredPolicy } from '../src/metered-policy.js'
import { ProgressCounters } from '../src/progress-counters.js'

function tiered(budget = SharedBudget.create({ workerBytes: 512, sharedBytes: 512 })): TieredPolicy {
  return new TieredPolicy(budget)
}

policyConformance(
  { create: () => new MeteredPolicy(tiered(), new ProgressCounters()), budgetBytes: 1024 },
  { describe, test },
)

test('it counts bytes before and after the codec, and passes on what a smaller budget wants back', () => {
  const budget = SharedBudget.create({ workerBytes: 100 })
  const counters = new ProgressCounters()
  const policy = new MeteredPolicy(tiered(budget), counters)
  expect(policy.decide({ byteLength: 100 }).action).toBe('skip')
  budget.reconfigure({ workerBytes: 40 })
  expect(policy.overdrawnBytes()).toBe(60)
  policy.record({ type: 'pagedOut', byteLength: 70, storedByteLength: 30, backend: 'file', codec: 'lz4' })
  policy.record({ type: 'pagedIn', byteLength: 50, storedByteLength: 20, backend: 'file', codec: 'lz4' })
  expect(policy.totals).toEqual({ bytesPagedOut: 70, bytesStored: 30 })
  expect([counters.read('bytesPagedOut'), counters.read('bytesPagedIn')]).toEqual([70, 50])
})
