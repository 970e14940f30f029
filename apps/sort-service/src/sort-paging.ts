// What all sorts of the service share: one pager, one budget, one column pager; and everything of it that can be watched.
import { bytes, columnBytes } from '@spillway/column'
import { ColumnPager } from '@spillway/column-pager'
import { MetricSources } from '@spillway/metrics'
import { createPager, type Pager } from '@spillway/pager-native'
import { SharedBudget, TieredPolicy } from '@spillway/policy'
import type { Configuration } from './configuration.js'
import type { LineColumn } from './line-column.js'

export class SortPaging implements Disposable {
  readonly columns: ColumnPager<LineColumn>
  readonly sources = new MetricSources()
  readonly #pager: Pager

  constructor({ budgetBytes, codec, scratchDirectory, scratchLimitBytes }: Configuration) {
    this.#pager = createPager({
      scratchLimitBytes,
      // Columns are small here, and memory is what a container is short of.
      warmBytes: 4 * 2 ** 20,
      writeBehindBytes: 4 * 2 ** 20,
      readAheadBytes: 4 * 2 ** 20,
      ...(scratchDirectory === undefined ? {} : { scratchDirectory }),
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

  [Symbol.dispose](): void {
    this.#pager.close()
  }
}
