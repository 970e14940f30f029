// Turns the checks into tests, once for each container that the subject makes. It knows nothing of any runner.

import assert from 'node:assert/strict'
import { bodyChecks } from './body-checks.js'
import type { Check } from './check.js'
import { clearChecks } from './clear-checks.js'
import { ownershipChecks } from './ownership-checks.js'
import { refusalChecks } from './refusal-checks.js'
import type { ConformanceRunner, ContainerSubject } from './subject.js'

const checks: readonly Check[] = [...bodyChecks, ...ownershipChecks, ...clearChecks, ...refusalChecks]

/**
 * Defines a test for every sentence of `ContainerBytes`. Call it from a test file:
 * `containerConformance({ container, create, contentsOf }, { describe, test })`.
 *
 * @throws Error when the subject makes no container, or a known gap names no test
 */
export function containerConformance<C>(subject: ContainerSubject<C>, { describe, test }: ConformanceRunner): void {
  const gaps = new Set(subject.knownGaps)
  const { length } = subject.create()
  if (length === 0) throw new Error('the subject makes no container to try')
  describe('container conformance', () => {
    for (const check of checks) {
      if (gaps.delete(check.title)) test(`${check.title} (known gap)`, () => expectGap(subject, check, length))
      else test(check.title, () => runCheck(subject, check, length))
    }
  })
  if (gaps.size > 0) throw new Error(`no test has the name of the known gap ${[...gaps].join(', ')}`)
}

function runCheck<C>(subject: ContainerSubject<C>, check: Check, length: number): void {
  for (let k = 0; k < length; k++)
    check.run({ container: subject.container, subject, create: () => subject.create()[k]! })
}

function expectGap<C>(subject: ContainerSubject<C>, check: Check, length: number): void {
  assert.throws(() => runCheck(subject, check, length), 'the known gap is closed: take its name off the list')
}
