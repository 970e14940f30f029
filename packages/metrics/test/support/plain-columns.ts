// Columns for tests: byte arrays, in the simplest container there is.
import { Column, columnBytes, u64 } from '@spillway/column'
import { ColumnPager } from '@spillway/column-pager'
import type { Pager } from '@spillway/pager-native'
import { type PagingPolicy, SharedBudget, TieredPolicy } from '@spillway/policy'

/** One column keeps, the next ones page: a budget of 1000 bytes for columns of 100 numbers. */
export function smallBudget(codec = 'none') {
  return SharedBudget.create({ workers: 2, workerBytes: 500, sharedBytes: 500, codec })
}

export function columnPagerOf(pager: Pager, policy: PagingPolicy) {
  return new ColumnPager({ pager, policy, container: columnBytes(u64) })
}

/** 100 numbers: a body of 824 bytes. */
export function hundred() {
  const column = new Column(u64)
  for (let i = 0n; i < 100n; i++) column.push(i)
  return column
}

/** A pager in use: `count` columns of 100 numbers through a budget in which one fits. */
export function pageColumns(pager: Pager, count: number) {
  const budget = smallBudget()
  const columns = columnPagerOf(pager, new TieredPolicy(budget))
  return { budget, columns, paged: Array.from({ length: count }, () => columns.page(hundred())) }
}
