// What eviction saves on the main job: all flights in the same budget, with and without `--eviction`, each in turn. The two must come to the
// same result. `pnpm bench:eviction` runs it on the built program, after the churn workload of column-pager, and prints a line for each.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { evictionOptions } from '../../../packages/column-pager/bench/eviction-options.mjs'

const { rounds, budgetMib, codec, threads } = evictionOptions('flights')
const program = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const flags = [
  '--json',
  '--no-baseline',
  ...['--worker-budget-mib', '0', '--shared-budget-mib', String(budgetMib)],
  ...['--codec', codec, '--threads', String(threads)],
]
const variants = new Map([
  ['without eviction', []],
  ['eviction', ['--eviction']],
])

function run(more) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...flags, ...more], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the program ended with ${status}: ${stderr}`)
  return JSON.parse(stdout)
}

const results = new Map([...variants.keys()].map(name => [name, []]))
for (let round = 0; round < rounds; round++) {
  for (const [name, more] of variants) results.get(name).push(run(more))
}
const all = [...results.values()].flat()
const [{ rowsIn, checksum }] = all
if (all.some(each => each.checksum !== checksum)) throw new Error('the results differ')

const mib = bytes => `${(bytes / 2 ** 20).toFixed(1)} MiB`.padStart(10)
console.log(
  `${rowsIn} flights, budget ${budgetMib} MiB, codec ${codec}, threads ${threads}, checksum ${checksum}; median of ${rounds}`,
)
for (const [name, runs] of results) {
  const { bytesPagedOut, bytesStored, peakRssBytes, wallSeconds } = runs.sort((a, b) => a.wallSeconds - b.wallSeconds)[
    runs.length >> 1
  ]
  console.log(
    `${name.padEnd(17)} paged out ${mib(bytesPagedOut)}  stored ${mib(bytesStored)}  peak memory ${mib(peakRssBytes)}  ${wallSeconds.toFixed(2)} s`,
  )
}
