// Does it hold in any order: events of many columns interleaved, decisions made inside decisions?
import assert from 'node:assert/strict'
import type { PageHint } from '../paging-policy.js'
import { type Check, isBounded } from './check.js'
import { eventsOfPaging, randomNumbers } from './events.js'
import { type Kept, sumOf, type Trial } from './trial.js'

const STEPS = 2000
const SEEDS = [1, 2, 3]

export const orderChecks: readonly Check[] = [
  {
    title: 'keeps what fits and nothing else, in a long random order of decisions and events',
    applies: isBounded,
    run(trial) {
      for (const seed of SEEDS) runRandomOrder(trial, seed)
    },
  },
  {
    title: 'counts what is decided and released while it reads another hint',
    applies: isBounded,
    run(trial) {
      const columns: Kept[] = []
      const decide = (depth: number): void => {
        const hint: PageHint = {
          get byteLength() {
            if (depth < 3) {
              decide(depth + 1)
              trial.releaseAll(trial.fill(1, 1))
            }
            return 1
          },
        }
        const decision = trial.policy.decide(hint)
        if (decision.action === 'skip') columns.push({ byteLength: 1, claim: decision.claim })
      }
      decide(0)
      columns.push(...trial.fillToTheByte())
      assert.equal(sumOf(columns), trial.budgetBytes, 'the bytes it keeps, some of them decided inside decisions')
      trial.releaseAll(columns)
      trial.assertWhole('after decisions inside decisions')
    },
  },
  {
    title: 'counts what is decided and released while it records another event',
    applies: isBounded,
    run(trial) {
      const columns: Kept[] = []
      const reenter = () => {
        trial.releaseAll(trial.fill(1, 1))
        columns.push(...trial.fill(1, 1))
      }
      for (const event of eventsOfPaging(1)) {
        trial.policy.record({
          ...event,
          get byteLength() {
            reenter()
            return 1
          },
        })
      }
      const [column] = trial.fill(1, 1)
      trial.policy.record({
        type: 'residentReleased',
        byteLength: column ? 1 : 0,
        get claim() {
          reenter()
          return column?.claim
        },
      })
      columns.push(...trial.fillToTheByte())
      assert.equal(sumOf(columns), trial.budgetBytes, 'the bytes it keeps, some of them decided inside record')
      trial.releaseAll(columns)
      trial.assertWhole('after events inside events')
    },
  },
]

/** Keeps, pages, releases and reports at random, beside a model of what is kept. */
function runRandomOrder(trial: Trial, seed: number): void {
  const random = randomNumbers(seed)
  const columns: Kept[] = []
  let inUseBytes = 0
  for (let step = 0; step < STEPS; step++) {
    const where = `seed ${seed}, step ${step}`
    if (random() < 0.55) {
      const byteLength = Math.floor(random() ** 3 * trial.largestBytes)
      const roomBytes = trial.budgetBytes - inUseBytes
      const column = trial.keep(byteLength)
      if (column) columns.push(column)
      if (column) inUseBytes += byteLength
      const fits = byteLength <= roomBytes
      // An empty column may go either way: it costs nothing.
      if (byteLength > 0)
        assert.equal(column !== undefined, fits, `${where}: kept ${byteLength} bytes, ${roomBytes} free`)
    } else if (columns.length > 0) {
      const [column] = columns.splice(Math.floor(random() * columns.length), 1)
      trial.release(column!)
      inUseBytes -= column!.byteLength
    }
    const events = eventsOfPaging(Math.floor(random() * 4096))
    trial.policy.record(events[Math.floor(random() * events.length)]!)
  }
  trial.releaseAll(columns)
  trial.assertWhole(`after the random order of seed ${seed}`)
}
