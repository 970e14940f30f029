export { type AlwaysPageOptions, alwaysPage } from './always-page.js'
export { alwaysSkip } from './always-skip.js'
export { BudgetError, type BudgetErrorCode } from './budget-error.js'
export type { BudgetStats, WorkerStats } from './budget-stats.js'
export type { BackendName, CodecName, PageDecision, PageEvent, PageHint, PagingPolicy } from './paging-policy.js'
export {
  type BudgetChange,
  type BudgetToken,
  SharedBudget,
  type SharedBudgetOptions,
} from './shared-budget.js'
export { TieredPolicy, type TieredPolicyOptions } from './tiered-policy.js'
