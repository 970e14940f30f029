// One sentence of the contract, as a test. A check gets a fresh pager, uses it through one backend, and need not close anything.
import type { BackendName, Pager } from '../pager.js'
import type { PagerSubject } from './subject.js'

export interface Trial {
  readonly pager: Pager
  readonly backend: BackendName
  readonly subject: PagerSubject
}

export interface Check {
  readonly title: string
  /** Left out: the check applies to every subject. */
  readonly applies?: (subject: PagerSubject, backend: BackendName) => boolean
  readonly run: (trial: Trial) => void | Promise<void>
}

export const backends: readonly BackendName[] = ['swap', 'file']
