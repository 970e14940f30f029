// A program in a container: it keeps as many columns as its policy lets it, while its other memory grows, and shrinks again.
//   node --expose-gc tenant.mjs governed|fixed BUDGET_MIB OTHER_MIB
// It stands in for a column pager that evicts: what is overdrawn leaves oldest first, and its memory goes back at once.
import { SharedBudget, TieredPolicy } from '@spillway/policy'
import { MemoryGovernor, PressurePolicy } from '../../dist/index.js'

const MiB = 2 ** 20
const [mode, budgetMib, otherMib] = process.argv.slice(2)
const budget = SharedBudget.create({ sharedBytes: Number(budgetMib) * MiB })
// Stalls are left out: they may be those of whatever else this machine does.
const options = { intervalMs: 1, calmMs: 20, growthSharePerSecond: 5, stallShare: 1 }
const governor = mode === 'governed' ? MemoryGovernor.create(budget, options) : undefined
const policy = governor ? new PressurePolicy(governor) : new TieredPolicy(budget)

const kept = []
const other = []
const seen = { mostKeptMib: 0, leastKeptMib: Number.POSITIVE_INFINITY }

function releaseOldest() {
  kept.shift()
  policy.record({ type: 'residentReleased', byteLength: MiB, claim: policy.worker })
}

/** Makes a column, keeps or pages it, and evicts while others overdrew the budget. */
function makeColumn() {
  if (policy.decide({ byteLength: MiB }).action === 'skip') kept.push(new Uint8Array(MiB).fill(1))
  if (budget.overdrawnBytesOf(policy.worker) === 0) return
  while (budget.overdrawnBytesOf(policy.worker) > 0) releaseOldest()
  globalThis.gc()
}

/** Works on until the governor has looked again, or for a while where there is none. */
function work() {
  const readings = governor?.status().readings
  for (let each = 0; each < 20 || (governor && governor.status().readings === readings); each++) makeColumn()
}

for (let each = 0; each < Number(budgetMib); each++) makeColumn()
seen.mostKeptMib = kept.length
for (let each = 0; each < Number(otherMib); each += 2) {
  other.push(new Uint8Array(2 * MiB).fill(1))
  work()
}
seen.leastKeptMib = kept.length
other.length = 0
globalThis.gc()
// Until as much is kept as before, or forever: the test has a limit of its own.
while (kept.length < seen.mostKeptMib * 0.9) work()
console.log(JSON.stringify({ ...seen, keptAgainMib: kept.length, status: governor?.status() }))
