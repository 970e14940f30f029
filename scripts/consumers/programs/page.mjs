// A program of an ES module: pages columns out and takes them back, on the engine that is named on the command line.
import assert from 'node:assert/strict'
import { Column, columnBytes, i64, tuple, utf8 } from '@spillway/column'
import { ColumnPager } from '@spillway/column-pager'
import { createPager } from '@spillway/pager-native'
import { SharedBudget, TieredPolicy } from '@spillway/policy'

const Row = tuple(utf8, i64)
const pager = createPager()
assert.equal(pager.stats().engine, process.argv[2])
const budget = SharedBudget.create({ workerBytes: 2 ** 20 })
const columns = new ColumnPager({ pager, policy: new TieredPolicy(budget), container: columnBytes(Row) })

const column = new Column(Row)
const parts = []
for (let part = 0n; part < 12n; part++) {
  for (let i = 0; i < 10_000; i++) column.push([`row ${i}`, part])
  parts.push(columns.page(column))
}
assert.ok(parts.some(part => part.state !== 'resident'))

let sum = 0n
for (const part of parts) {
  const back = columns.take(part)
  for (const [, value] of back) sum += value
  columns.recycle(back)
}
assert.equal(sum, 660_000n)
pager.close()
console.log('ok')
