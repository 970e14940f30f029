// What all workers of one run share: one pager and one budget. The main thread owns both.
import { accessSync, constants, statSync } from 'node:fs'
import { createPager, type Pager } from '@spillway/pager-native'
import { SharedBudget } from '@spillway/policy'
import type { Configuration } from './configuration.js'
import type { PagingShare } from './worker-paging.js'

export interface PagingUsage {
  /** Of columns that the policy kept: never more than the budget. */
  readonly keptBytes: number
  /** Of the pager's memory that is in use, lent out, or warm. */
  readonly pagerBytes: number
  /** Of payloads that are in scratch segments only. */
  readonly storedBytes: number
}

export class PagingSession implements Disposable {
  readonly #pager: Pager
  readonly #budget: SharedBudget | undefined
  readonly #eviction: boolean

  /** @throws Error when segments are to be written to a directory that is none, or that may not be written to */
  constructor(configuration: Configuration) {
    const { backend, codec, threads, workerBudgetMib, sharedBudgetMib, scratch } = configuration
    if (scratch !== undefined && configuration.paging && backend === 'file') requireWritable(scratch)
    // Another engine than the native one could not be shared with the workers.
    this.#pager = createPager({
      engine: 'native',
      backend,
      ...(scratch === undefined ? {} : { scratchDirectory: scratch }),
    })
    this.#eviction = configuration.eviction
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
    return { pager: this.#pager.share(), budget, eviction: this.#eviction }
  }

  /** What the pager and the budget hold now; none of it waits for a worker. */
  get usage(): PagingUsage {
    const { resident, lent, writing, stored, reading, warm } = this.#pager.stats().bytes
    return {
      keptBytes: this.#budget?.stats().inUseBytes ?? 0,
      pagerBytes: resident + lent + writing + reading + warm,
      storedBytes: stored,
    }
  }

  [Symbol.dispose](): void {
    this.#pager.close()
  }
}

/** The pager would say so as well, but only when it opens its first segment, seconds from now. */
function requireWritable(directory: string): void {
  try {
    if (!statSync(directory).isDirectory()) throw new Error('it is not a directory')
    accessSync(directory, constants.W_OK)
  } catch (error) {
    throw new Error(`cannot use --scratch ${directory}: ${error instanceof Error ? error.message : error}`)
  }
}
