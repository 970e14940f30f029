// A worker thread with a column pager that holds columns in every place there is, and says so: kept, paged to swap as they are and
// compressed, on disk, and taken. It ends what it holds when it is told to.
import { parentPort, workerData } from 'node:worker_threads'
import { Column, columnBytes, u64 } from '@spillway/column'
import { ColumnPager } from '@spillway/column-pager'
import { attachPager } from '@spillway/pager-native'
import { SharedBudget, TieredPolicy } from '@spillway/policy'

const ROWS = 131_000 // a body just under a slot of 1 MiB
const { budgets, pager: token, worker, columnsOfEach } = workerData
const pager = attachPager(token)
const words = new BigUint64Array(ROWS)
const column = new Column(u64)
const policies = budgets.map(budget => new TieredPolicy(SharedBudget.from(budget)))
const holders = policies.map(policy => new ColumnPager({ pager, policy, container: columnBytes(u64) }))
const paged = []
const taken = []

for (const [kind, columns] of holders.entries()) {
  for (let i = 0; i < columnsOfEach; i++) {
    for (let row = 0; row < ROWS; row++) words[row] = BigInt(row * (i + kind + worker))
    column.pushLeaf(words)
    paged.push(columns.page(column))
  }
}
for (let i = 0; i < columnsOfEach; i++) {
  column.pushLeaf(words)
  taken.push(holders[0].take(holders[0].page(column)))
}
parentPort.postMessage(holders.map(columns => columns.stats()))
parentPort.once('message', () => {
  for (const each of paged) each.close()
  for (const each of taken) holders[0].recycle(each)
  for (const each of policies) each.leave()
  parentPort.postMessage(holders.map(columns => columns.stats()))
  pager.close()
})
