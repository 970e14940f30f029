// Keep everything: the policy of a job that fits in memory, and the smallest example of the contract.
// It counts nothing, so it bounds nothing.
import type { PageDecision, PagingPolicy } from './paging-policy.js'

const skip: PageDecision = Object.freeze({ action: 'skip' })

/** Keeps every column resident, whatever its size, and ignores every event. */
export const alwaysSkip: PagingPolicy = Object.freeze({
  decide: () => skip,
  record: () => {},
})
