// A process of its own, so that its memory is nobody else's: workers that hold columns, what they say they hold, what the engine says,
// and what the kernel says. Prints one JSON object.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { createPager } from '@spillway/pager-native'
import { SharedBudget } from '@spillway/policy'

const WORKERS = 2
const COLUMNS_OF_EACH = 24
const [scratchDirectory] = process.argv.slice(2)
const pager = createPager({ scratchDirectory, warmBytes: 0 })
const kinds = [
  { sharedBytes: 2 ** 30 },
  { backend: 'swap', codec: 'none' },
  { backend: 'swap', codec: 'lz4' },
  { backend: 'file', codec: 'none' },
]
const budgets = kinds.map(kind => SharedBudget.create({ workers: WORKERS, ...kind }))

/** Anonymous memory of this process: what is neither files nor shared. */
function anonymousBytes() {
  const [, kibibytes] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
  return Number(kibibytes) * 1024
}

/** The same threads with the same code loaded, holding nothing or what was asked for. */
async function hold(columnsOfEach) {
  const workers = Array.from({ length: WORKERS }, (_, worker) => {
    const workerData = { budgets: budgets.map(each => each.share()), pager: pager.share(), worker, columnsOfEach }
    return new Worker(new URL('./holding-worker.mjs', import.meta.url), { workerData })
  })
  const reports = await Promise.all(workers.map(async each => (await once(each, 'message'))[0]))
  const seen = { anonymousBytes: anonymousBytes(), engine: pager.stats(), workers: reports }
  const ended = Promise.all(workers.map(async each => (await once(each, 'message'))[0]))
  const exits = workers.map(each => once(each, 'exit'))
  for (const each of workers) each.postMessage('end')
  const atRest = { workers: await ended, engine: pager.stats() }
  await Promise.all(exits)
  return { ...seen, atRest, budgets: budgets.map(each => each.stats()) }
}

// The first round is for what threads, heaps and code take: it holds one column of each.
const empty = await hold(1)
const full = await hold(COLUMNS_OF_EACH)
pager.close()
console.log(JSON.stringify({ workers: WORKERS, columnsOfEach: COLUMNS_OF_EACH, empty, full }))
