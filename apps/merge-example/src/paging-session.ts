// What all workers of one run share: one pager and one budget. The main thread owns both.
import { createPager, type Pager } from '@spillway/pager-native'
import { SharedBudget } from '@spillway/policy'
import type { Configuration } from './configuration.js'
import type { PagingShare } from './worker-paging.js'

export class PagingSession implements Disposable {
  readonly #pager: Pager
  readonly #budget: SharedBudget | undefined

  /** @throws PagerError `PAGER_SCRATCH` when the file backend is asked for and there is no place for it */
  constructor(configuration: Configuration) {
    const { backend, codec, threads, workerBudgetMib, sharedBudgetMib, scratch } = configuration
    this.#pager = createPager({ backend, ...(scratch === undefined ? {} : { scratchDirectory: scratch }) })
    if (configuration.paging) {
      this.#budget = SharedBudget.create({
        workers: threads,
        workerBytes: workerBudgetMib * 2 ** 20,
        sharedBytes: sharedBudgetMib * 2 ** 20,
        backend,
        codec,
      })
    }
  }

  /** The end of one more worker, up to as many as the configuration has threads. */
  share(): PagingShare {
    const budget = this.#budget && { token: this.#budget.share(), worker: this.#budget.join() }
    return { pager: this.#pager.share(), budget }
  }

  [Symbol.dispose](): void {
    this.#pager.close()
  }
}
