// What all sorts of the service share: one pager, one budget, one column pager; and everything of it that can be watched.
import { bytes, columnBytes } from '@spillway/column'
import { ColumnPager } from '@spillway/column-pager'
import { MetricSources } from '@spillway/metrics'
import { createPager, type Pager, PagerError } from '@spillway/pager-native'
import { SharedBudget, TieredPolicy } from '@spillway/policy'
import type { Configuration } from './configuration.js'
import type { LineColumn } from './line-column.js'

export class SortPaging implements Disposable {
  readonly columns: ColumnPager<LineColumn>
  readonly sources = new MetricSources()
  readonly #pager: Pager
  readonly #place: { readonly scratchDirectory?: string }

  constructor({ budgetBytes, codec, scratchDirectory, scratchLimitBytes }: Configuration) {
    this.#place = scratchDirectory === undefined ? {} : { scratchDirectory }
    this.#pager = createPager({
      scratchLimitBytes,
      // Columns are small here, and memory is what a container is short of.
      warmBytes: 4 * 2 ** 20,
      writeBehindBytes: 4 * 2 ** 20,
      readAheadBytes: 4 * 2 ** 20,
      ...this.#place,
    })
    const budget = SharedBudget.create({ workerBytes: budgetBytes, codec })
    this.columns = new ColumnPager({
      pager: this.#pager,
      policy: new TieredPolicy(budget),
      container: columnBytes(bytes),
    })
    this.sources.addPager('scratch', this.#pager)
    this.sources.addColumnPager('lines', this.columns)
    this.sources.addBudget('lines', budget)
  }

  /**
   * Tries the scratch directory, which the pager itself opens only when something has to leave memory: too late to tell whoever starts the
   * service. A pager of its own does it, so that no statistic counts it.
   *
   * @throws PagerError the scratch directory cannot be used; that it is full is no such reason, since it need not stay so
   */
  checkScratch(): void {
    using pager = createPager(this.#place)
    try {
      pager.pageoutWith('file', [new ArrayBuffer(1)]).close()
    } catch (error) {
      if (!(error instanceof PagerError && error.code === 'PAGER_NO_SPACE')) throw error
    }
  }

  [Symbol.dispose](): void {
    this.#pager.close()
  }
}
