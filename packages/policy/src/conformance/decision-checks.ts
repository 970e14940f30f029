// Is every decision one of the contract, whatever the hint?
import assert from 'node:assert/strict'
import type { PageDecision } from '../paging-policy.js'
import type { Check } from './check.js'

const SIZES = [0, 1, 8, 4096, 2 ** 21, 2 ** 21 + 1, 2 ** 40, Number.MAX_SAFE_INTEGER]

export const decisionChecks: readonly Check[] = [
  {
    title: 'decides on any size with a decision of the contract',
    run({ policy }) {
      for (const byteLength of SIZES) assertDecision(policy.decide({ byteLength }), byteLength)
    },
  },
  {
    title: 'claims with numbers that mean the same after they were posted to another thread',
    run(trial) {
      for (const byteLength of SIZES) {
        const kept = trial.keep(Math.min(byteLength, trial.largestBytes))
        if (kept === undefined) continue
        assert.ok(
          kept.claim === undefined || Number.isFinite(kept.claim),
          `a claim is a number, not ${String(kept.claim)}`,
        )
      }
    },
  },
  {
    title: 'takes a hint that is frozen, has no prototype, or has fields it does not know',
    run({ policy }) {
      const hints = [
        Object.freeze({ byteLength: 64 }),
        { byteLength: 64, generation: 3, reuse: 'late' },
        { byteLength: 64, generation: undefined, reuse: undefined },
        Object.assign(Object.create(null), { byteLength: 64 }),
        { byteLength: 64, fieldOfALaterVersion: 'unknown' },
      ]
      for (const hint of hints) assertDecision(policy.decide(hint), 64)
    },
  },
]

function assertDecision(decision: PageDecision, byteLength: number): void {
  const about = `the decision on ${byteLength} bytes`
  if (decision.action === 'skip') return
  assert.equal(decision.action, 'page', about)
  assert.ok(['swap', 'file'].includes(decision.backend), `${about} names the backend ${decision.backend}`)
  assert.ok(typeof decision.codec === 'string' && decision.codec !== '', `${about} names no codec`)
  assert.ok(typeof (decision.regardless ?? false) === 'boolean', `${about} says regardless: ${decision.regardless}`)
}
