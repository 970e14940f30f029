// Failures of a shared budget that are not programming mistakes. The code is stable; the message is for people and may change.

/** Stable names of what went wrong. */
export type BudgetErrorCode =
  /** Every seat is taken by a worker that has not left, or by claims of one that left and are not released yet. */
  | 'BUDGET_NO_SEAT'
  /** The worker left or was reclaimed: it may release, but claims no more. */
  | 'BUDGET_LEFT'

/** What a shared budget, and a policy on it, throw of their own. */
export class BudgetError extends Error {
  override readonly name = 'BudgetError'
  readonly code: BudgetErrorCode

  constructor(code: BudgetErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
