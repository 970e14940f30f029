// Several threads on one engine, random verbs, a kernel that fails: no byte is lost, mixed up, or left behind. SPILLWAY_SEED and
// SPILLWAY_STEPS as in native-model.property.test.ts.
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { MessageChannel, Worker } from 'node:worker_threads'
import { build } from 'tsup'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFaultyPager } from './native/faulty-pager.js'
import type { ModelOutcome, ModelTask } from './native/model-worker.js'

const stepsInAll = Number(process.env.SPILLWAY_STEPS ?? 10_000)
const firstSeed = Number(process.env.SPILLWAY_SEED ?? Math.floor(Math.random() * 1e6))
const threads = 3
const stepsPerThread = 500
/** Small payloads are packed into blocks of this size, and one is always open for the next. */
const openPackBytes = 2 ** 21

// Beside the folders of addons, because it looks for the tests' addon from where it is.
const folder = new URL('../build/', import.meta.url)
const name = `model-worker-${process.pid}`
const program = new URL(`${name}.js`, folder)

beforeAll(() =>
  build({
    entry: { [name]: new URL('native/model-worker.ts', import.meta.url).pathname },
    outDir: folder.pathname,
    format: 'esm',
    target: 'node20',
    config: false,
    clean: false,
    silent: true,
  }),
)
afterAll(() => rmSync(program, { force: true }))

async function run(seed: number): Promise<ModelOutcome[]> {
  const { pager } = createFaultyPager({
    scratchLimitBytes: 24 * 2 ** 20,
    writeBehindBytes: 4 * 2 ** 20,
    readAheadBytes: 3 * 2 ** 20,
    warmBytes: 2 ** 22,
  })
  const token = pager.share()
  const channels = Array.from({ length: threads }, () => new MessageChannel())
  const workers = channels.map(({ port1: to }, i) => {
    const { port2: from } = channels[(i + threads - 1) % threads]!
    const task: ModelTask = {
      token,
      seed: seed * threads + i,
      steps: stepsPerThread,
      breaksDisk: seed % 2 === 1,
      from,
      to,
    }
    return new Worker(program, { workerData: task, transferList: [from, to] as never })
  })
  const next = () => Promise.all(workers.map(async worker => (await once(worker, 'message'))[0] as unknown))
  const exits = Promise.all(workers.map(worker => once(worker, 'exit')))
  // Whoever waits for messages hears of errors too.
  exits.catch(() => {})
  expect(await next()).toEqual(workers.map(() => 'stepped'))
  const outcomes = next()
  for (const worker of workers) worker.postMessage('finish')
  const result = (await outcomes) as ModelOutcome[]
  await exits
  const { liveHandles, bytes, file, counters } = pager.stats()
  expect(liveHandles).toBe(0)
  expect(bytes).toMatchObject({ resident: 0, lent: 0, writing: 0, stored: 0, reading: 0 })
  expect(file.usedBytes).toBeLessThanOrEqual(openPackBytes)
  expect(counters).toMatchObject({ checksumFailures: 0, handlesLeaked: 0 })
  pager.close()
  return result
}

test(`${stepsInAll} random steps in ${threads} threads, with faults, lose no byte`, { timeout: 0 }, async () => {
  const refused: Record<string, number> = {}
  let moved = 0
  const runs = Math.ceil(stepsInAll / (threads * stepsPerThread))
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    const outcomes = await run(seed).catch(error => {
      throw new Error(`SPILLWAY_SEED=${seed}`, { cause: error })
    })
    for (const outcome of outcomes) {
      moved += outcome.moved
      for (const [code, count] of Object.entries(outcome.refused)) refused[code] = (refused[code] ?? 0) + count
    }
  }
  expect(moved).toBeGreaterThan(runs)
  for (const code of ['PAGER_NO_SPACE', 'PAGER_IO', 'PAGER_OUT_OF_MEMORY']) expect(refused[code]).toBeGreaterThan(0)
})
