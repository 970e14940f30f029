// What eviction saves where most columns die soon: a stream of columns, of which one in `--keep` lives to the end and the others for a
// few steps, in a budget for some of them. The same stream with and without eviction, each in turn; every word is checked.
// `pnpm --filter @spillway/column-pager bench:eviction` runs it on the built package and prints one line for each.
import { ColumnPager } from '@spillway/column-pager'
import { createPager } from '@spillway/pager-native'
import { SharedBudget, TieredPolicy } from '@spillway/policy'
import { evictionOptions } from './eviction-options.mjs'

const { columns: count, kib, keep, life, budgetMib, codec, rounds } = evictionOptions('churn')
const byteLength = kib * 1024
const MiB = 2 ** 20
const budgetBytes = budgetMib * MiB

/** Words, in one buffer that is all theirs. */
const container = {
  byteLength: words => words.array.byteLength,
  slices: words => [new Uint8Array(words.array.buffer)],
  ownedBuffer: words => (words.array.byteLength === 0 ? undefined : words.array.buffer),
  fromBytes: bytes => ({ array: new Uint32Array(bytes.buffer) }),
  clear: words => {
    words.array = new Uint32Array(0)
  },
}

function isWhole(array, word) {
  for (let i = 0; i < array.length; i++) if (array[i] !== word) return false
  return array.byteLength === byteLength
}

/** The step at which column `i` is taken; the same in every run. */
function deathOf(i) {
  if (i % keep === 0) return count
  // A multiplicative hash: lives from 1 to `life` steps, in no order.
  return i + 1 + ((Math.imul(i, 2654435761) >>> 16) % life)
}

function run(name, eviction, hinted) {
  const pager = createPager()
  const budget = SharedBudget.create({ sharedBytes: budgetBytes, backend: 'file', codec })
  const policy = new TieredPolicy(budget)
  const columns = new ColumnPager({ pager, policy, container, eviction })
  const dying = new Map()
  const start = performance.now()
  const takeDue = step => {
    for (const { paged, i } of dying.get(step) ?? []) {
      const back = columns.take(paged)
      if (!isWhole(back.array, i)) throw new Error(`column ${i} came back wrong`)
      columns.recycle(back)
    }
    dying.delete(step)
  }
  for (let i = 0; i < count; i++) {
    const words = { array: new Uint32Array(pager.allocate(byteLength)).fill(i) }
    const death = deathOf(i)
    const paged = columns.page(words, hinted ? { generation: death === count ? 1 : 0 } : undefined)
    if (!dying.has(death)) dying.set(death, [])
    dying.get(death).push({ paged, i })
    takeDue(i)
  }
  for (const step of [...dying.keys()].sort((a, b) => a - b)) takeDue(step)
  const seconds = (performance.now() - start) / 1000
  const { counters } = columns.stats()
  const { bytesWritten } = pager.stats().counters
  if (budget.inUseBytes !== 0) throw new Error(`${budget.inUseBytes} bytes are still claimed`)
  pager.close()
  return { name, seconds, pagedOut: counters.pagedOut.bytes, evicted: counters.evicted.bytes, bytesWritten }
}

const variants = [
  ['without eviction', undefined, false],
  ['eviction', {}, false],
  ['eviction, hints', {}, true],
]
console.log(
  `${count} columns of ${kib} KiB, one in ${keep} lives to the end, the others up to ` +
    `${life} steps; budget ${budgetMib} MiB, codec ${codec}; median of ${rounds}`,
)
const results = new Map(variants.map(([name]) => [name, []]))
for (let round = 0; round < rounds; round++) {
  for (const variant of variants) results.get(variant[0]).push(run(...variant))
}
const mib = bytes => `${(bytes / MiB).toFixed(0)} MiB`.padStart(9)
for (const [name, runs] of results) {
  const median = runs.sort((a, b) => a.seconds - b.seconds)[runs.length >> 1]
  const { seconds, pagedOut, evicted, bytesWritten } = median
  console.log(
    `${name.padEnd(17)} paged out ${mib(pagedOut)}  evicted ${mib(evicted)}  on disk ${mib(bytesWritten)}  ${seconds.toFixed(2)} s`,
  )
}
