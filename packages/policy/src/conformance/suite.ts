// Turns the checks into tests. It knows nothing of any runner, nor of what the checks do.
import assert from 'node:assert/strict'
import { accountingChecks } from './accounting-checks.js'
import type { Check } from './check.js'
import { decisionChecks } from './decision-checks.js'
import { failureChecks } from './failure-checks.js'
import { orderChecks } from './order-checks.js'
import type { ConformanceRunner, PolicySubject } from './subject.js'
import { Trial } from './trial.js'

const groups: readonly (readonly Check[])[] = [decisionChecks, accountingChecks, failureChecks, orderChecks]

/**
 * Defines a test for every sentence of `PagingPolicy`. It drives policies from outside, as a column pager does. Call it from a test file:
 * `policyConformance({ create, budgetBytes }, { describe, test })`.
 *
 * @throws Error a known gap names no test
 */
export function policyConformance(subject: PolicySubject, { describe, test }: ConformanceRunner): void {
  const gaps = new Set(subject.knownGaps)
  describe('policy conformance', () => {
    for (const check of groups.flat()) {
      if (check.applies?.(subject) === false) continue
      if (gaps.delete(check.title)) {
        test(`${check.title} (known gap)`, () => expectGap(subject, check))
      } else {
        test(check.title, () => runCheck(subject, check))
      }
    }
  })
  if (gaps.size > 0) throw new Error(`no test has the name of the known gap ${[...gaps].join(', ')}`)
}

function runCheck(subject: PolicySubject, check: Check): void {
  const trial = new Trial(subject)
  try {
    check.run(trial)
  } finally {
    trial.dispose()
  }
}

function expectGap(subject: PolicySubject, check: Check): void {
  let passed = true
  try {
    runCheck(subject, check)
  } catch {
    passed = false
  }
  assert.equal(passed, false, 'the known gap is closed: take its name off the list')
}
