// Keep while the budget lasts, else page: each worker draws from its own bytes, then from the pool that all workers share.
// It looks at nothing but the size, and does no arithmetic: the budget decides and reserves in one step.
import type { PageDecision, PageEvent, PageHint, PagingPolicy } from './paging-policy.js'
import type { SharedBudget } from './shared-budget.js'

/** Whose share of the budget it is. */
export interface TieredPolicyOptions {
  /**
   * The number that `budget.join()` gave on another thread. A supervisor that joins on behalf of its worker threads can reclaim
   * what they held whenever they die. When absent, the policy joins by itself.
   */
  readonly worker?: number
}

/**
 * One worker's share of a budget. Make one per worker thread; columns that it kept may be released on any thread, through any policy on
 * the same budget.
 */
export class TieredPolicy implements PagingPolicy, Disposable {
  readonly budget: SharedBudget
  /** What every claim of this policy carries; `budget.reclaim(worker)` gives them all back. */
  readonly worker: number
  readonly #skip: PageDecision

  /**
   * @throws BudgetError `BUDGET_NO_SEAT` when all workers have joined, `BUDGET_LEFT` when `worker` is not joined
   */
  constructor(budget: SharedBudget, options: TieredPolicyOptions = {}) {
    this.budget = budget
    this.worker = options.worker ?? budget.join()
    // Claiming nothing asks the budget whether the worker may claim at all.
    if (options.worker !== undefined) budget.claim(this.worker, 0)
    this.#skip = Object.freeze({ action: 'skip', claim: this.worker })
  }

  /**
   * Keeps and claims the column's bytes, or pages with the budget's backend and codec of now.
   *
   * @throws BudgetError `BUDGET_LEFT` after `leave` or `reclaim`
   * @throws RangeError the size is not a count of bytes
   */
  decide(hint: PageHint): PageDecision {
    return this.budget.claim(this.worker, hint.byteLength) ? this.#skip : this.budget.pageDecision
  }

  record(event: PageEvent): void {
    // The claim names the worker to credit; this policy's own may be another one's.
    if (event.type === 'residentReleased') this.budget.release(event.claim ?? Number.NaN, event.byteLength)
  }

  /** What this worker would have to release for the pool to be no longer overdrawn, as far as it is its doing. */
  overdrawnBytes(): number {
    return this.budget.overdrawnBytesOf(this.worker)
  }

  /** Leaves the budget in an orderly way: columns still kept stay claimed until they are released. Idempotent. */
  leave(): void {
    this.budget.leave(this.worker)
  }

  [Symbol.dispose](): void {
    this.leave()
  }
}
