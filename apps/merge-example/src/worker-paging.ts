// A worker's end of what all workers share: the pager, the budget, and its seat there. Made on the main thread by `paging-session.ts`.
import { attachPager, type Pager, type PagerToken } from '@spillway/pager-native'
import { alwaysSkip, type BudgetToken, SharedBudget, TieredPolicy } from '@spillway/policy'
import { MeteredPolicy } from './metered-policy.js'
import type { ProgressCounters } from './progress-counters.js'

/** Can be posted to a worker. */
export interface PagingShare {
  readonly pager: PagerToken
  /** Absent when everything is to stay resident. */
  readonly budget?: { readonly token: BudgetToken; readonly worker: number } | undefined
  /** Whether older columns are paged out rather than the newest. */
  readonly eviction: boolean
}

export class WorkerPaging implements Disposable {
  readonly pager: Pager
  readonly policy: MeteredPolicy
  readonly eviction: boolean

  constructor(share: PagingShare, counters: ProgressCounters) {
    this.pager = attachPager(share.pager)
    this.eviction = share.eviction
    const { budget } = share
    this.policy = new MeteredPolicy(
      budget === undefined ? alwaysSkip : new TieredPolicy(SharedBudget.from(budget.token), { worker: budget.worker }),
      counters,
    )
  }

  [Symbol.dispose](): void {
    this.pager.close()
  }
}
