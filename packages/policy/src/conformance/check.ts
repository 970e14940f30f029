// One sentence of the contract, as a test. A check gets a fresh policy, and need not release or dispose anything.
import type { PolicySubject } from './subject.js'
import type { Trial } from './trial.js'

export interface Check {
  readonly title: string
  /** Left out: the check applies to every subject. */
  readonly applies?: (subject: PolicySubject) => boolean
  readonly run: (trial: Trial) => void
}

/** The policy has a budget in bytes that can be used up, so it can be measured. */
export function isBounded({ budgetBytes }: PolicySubject): boolean {
  return Number.isFinite(budgetBytes)
}

/** The policy keeps everything, and says so. */
export function isUnbounded({ budgetBytes }: PolicySubject): boolean {
  return budgetBytes === Number.POSITIVE_INFINITY
}

/** The policy may decide to page. */
export function mayPage(subject: PolicySubject): boolean {
  return !isUnbounded(subject)
}
