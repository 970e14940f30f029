// Turns the checks into tests, once per backend. It knows nothing of any runner, nor of what the checks do.
import assert from 'node:assert/strict'
import type { BackendName } from '../pager.js'
import { backends, type Check } from './check.js'
import { closeChecks } from './close-checks.js'
import { handleChecks } from './handle-checks.js'
import { limitChecks } from './limit-checks.js'
import { loanChecks } from './loan-checks.js'
import { pageoutChecks } from './pageout-checks.js'
import { rangeChecks } from './range-checks.js'
import { sharingChecks } from './sharing-checks.js'
import { sizeChecks } from './size-checks.js'
import { statsChecks } from './stats-checks.js'
import type { ConformanceRunner, PagerSubject } from './subject.js'

const groups: readonly (readonly Check[])[] = [
  pageoutChecks,
  rangeChecks,
  handleChecks,
  loanChecks,
  sizeChecks,
  statsChecks,
  limitChecks,
  sharingChecks,
  closeChecks,
]

/**
 * Defines a test for every sentence of `Pager` and `PageHandle` that one thread can check without garbage collection and broken
 * disks. Call it from a test file: `pagerConformance({ create, supports }, { describe, test })`.
 *
 * @throws Error a known gap names no test
 */
export function pagerConformance(subject: PagerSubject, { describe, test }: ConformanceRunner): void {
  const gaps = new Set(subject.knownGaps)
  describe('pager conformance', () => {
    for (const backend of backends) {
      for (const check of groups.flat()) {
        if (check.applies?.(subject, backend) === false) continue
        const name = `${backend}: ${check.title}`
        if (gaps.delete(name)) {
          test(`${name} (known gap)`, () => expectGap(subject, backend, check))
        } else {
          test(name, () => runCheck(subject, backend, check))
        }
      }
    }
  })
  if (gaps.size > 0) throw new Error(`no test has the name of the known gap ${[...gaps].join(', ')}`)
}

async function runCheck(subject: PagerSubject, backend: BackendName, check: Check): Promise<void> {
  const pager = subject.create({})
  try {
    await check.run({ pager, backend, subject })
  } finally {
    pager.close()
  }
}

async function expectGap(subject: PagerSubject, backend: BackendName, check: Check): Promise<void> {
  const passed = await runCheck(subject, backend, check).then(
    () => true,
    () => false,
  )
  assert.equal(passed, false, 'the known gap is closed: take its name off the list')
}
