// Page everything: what benchmarks and tests of the paged path need, and jobs that never look at a column twice.
// It keeps nothing, so it needs no budget.
import type { BackendName, CodecName, PageDecision, PagingPolicy } from './paging-policy.js'

/** Where everything goes, and how it is stored. */
export interface AlwaysPageOptions {
  /** `file` when absent. */
  readonly backend?: BackendName
  /** `none` when absent. */
  readonly codec?: CodecName
}

/** A policy that pages every column out to `backend` with `codec`, whatever its size, and ignores every event. */
export function alwaysPage(options: AlwaysPageOptions = {}): PagingPolicy {
  const { backend = 'file', codec = 'none' } = options
  const page: PageDecision = Object.freeze({ action: 'page', backend, codec })
  return Object.freeze({ decide: () => page, record: () => {} })
}
