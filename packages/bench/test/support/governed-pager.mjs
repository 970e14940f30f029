// A program in a container: a ColumnPager with eviction keeps columns within a budget, while the program's other memory grows, and shrinks
// again. Every column that was paged comes back and is looked at. It prints one JSON object.
//   node --expose-gc governed-pager.mjs governed|fixed BUDGET_MIB OTHER_MIB SCRATCH_DIRECTORY
import { Column, columnBytes, u64 } from '@spillway/column'
import { ColumnPager } from '@spillway/column-pager'
import { createPager } from '@spillway/pager-native'
import { SharedBudget, TieredPolicy } from '@spillway/policy'
import { MemoryGovernor, PressurePolicy } from '@spillway/policy-pressure'

const MiB = 2 ** 20
const ROWS = 131_000 // a body just under 1 MiB
const LIVE_COLUMNS = 200
const [mode, budgetMib, otherMib, scratchDirectory] = process.argv.slice(2)

const budget = SharedBudget.create({ sharedBytes: Number(budgetMib) * MiB, backend: 'file' })
// Stalls are left out: they may be those of whatever else this machine does.
const options = { intervalMs: 1, calmMs: 20, growthSharePerSecond: 5, stallShare: 1 }
const governor = mode === 'governed' ? MemoryGovernor.create(budget, options) : undefined
const policy = governor ? new PressurePolicy(governor) : new TieredPolicy(budget)
// Warm slots are nobody's budget: what an eviction frees must go back to the kernel.
const pager = createPager({ scratchDirectory, warmBytes: 4 * MiB })
const columns = new ColumnPager({ pager, policy, container: columnBytes(u64), eviction: {} })

const live = []
const column = new Column(u64)
const words = new BigUint64Array(ROWS)
let made = 0
let mostUsedBytes = 0

function takeOldest() {
  const { paged, word } = live.shift()
  const back = columns.take(paged)
  if (back.length !== ROWS || back.get(0) !== word || back.get(ROWS - 1) !== word)
    throw new Error(`${word} came back wrong`)
  columns.recycle(back)
}

function makeColumn() {
  const word = BigInt(made++)
  column.pushLeaf(words.fill(word))
  live.push({ paged: columns.page(column), word })
  // What is charged without file cache, which the kernel drops when it must. Nothing keeps a peak of that.
  if (governor) mostUsedBytes = Math.max(mostUsedBytes, governor.status().gauges[0].usedBytes)
  if (live.length > LIVE_COLUMNS) takeOldest()
}

/** Works on until the governor has looked again, or for a while where there is none. */
function work() {
  const readings = governor?.status().readings
  for (let each = 0; each < 4 || (governor && governor.status().readings === readings); each++) makeColumn()
}

const keptMib = () => columns.stats().resident.bytes / MiB
while (live.length < LIVE_COLUMNS) makeColumn()
const mostKeptMib = keptMib()
const evictedBefore = columns.stats().counters.evicted.columns

const other = []
for (let each = 0; each < Number(otherMib); each += 2) {
  other.push(new Uint8Array(2 * MiB).fill(1))
  work()
}
columns.evict()
const leastKeptMib = keptMib()
const overdrawnBytes = policy.overdrawnBytes()
const evictedUnderPressure = columns.stats().counters.evicted.columns - evictedBefore

other.length = 0
globalThis.gc()
// Until as much is kept as before, or forever: the test has a limit of its own.
while (keptMib() < mostKeptMib * 0.9) work()
const keptAgainMib = keptMib()
while (live.length > 0) takeOldest()
const { inUseBytes, strayReleases, excessReleases } = budget.stats()
const { failures } = columns.stats().counters
pager.close()
console.log(
  JSON.stringify({
    kept: { mostKeptMib, leastKeptMib, keptAgainMib },
    evictedUnderPressure,
    overdrawnBytes,
    mostUsedBytes,
    atRest: { inUseBytes, strayReleases, excessReleases, failures },
    status: governor?.status(),
  }),
)
