// Whatever another thread does between two atomic steps of a verb, the outcome is that of one after the other.
import { expect, test } from 'vitest'
import { SharedBudget } from '../src/index.js'
import { interruptedAt, interruptedAtSteps } from './support/atomic-steps.js'

interface Scene {
  readonly budget: SharedBudget
  readonly one: number
  readonly two: number
}

type Verb = (scene: Scene) => unknown

/** Worker one holds 25 bytes, 15 of them from the pool of 20; worker two has 2 bytes of its own left; one seat is free. */
function scene(): Scene {
  const budget = SharedBudget.create({ workers: 3, workerBytes: 10, sharedBytes: 20 })
  const [one, two] = [budget.join(), budget.join()]
  budget.claim(one, 25)
  budget.claim(two, 8)
  return { budget, one, two }
}

const verbs: Record<string, Verb> = {
  'one claims the last of the pool': ({ budget, one }) => budget.claim(one, 5),
  'two claims the last of the pool': ({ budget, two }) => budget.claim(two, 7),
  'two claims what it has left': ({ budget, two }) => budget.claim(two, 2),
  'two claims nothing': ({ budget, two }) => budget.claim(two, 0),
  'two claims too much': ({ budget, two }) => budget.claim(two, 8),
  'one releases some': ({ budget, one }) => budget.release(one, 6),
  'one releases all': ({ budget, one }) => budget.release(one, 25),
  'two releases all': ({ budget, two }) => budget.release(two, 8),
  'two releases too much': ({ budget, two }) => budget.release(two, 9),
  'the pool grows': ({ budget }) => budget.reconfigure({ sharedBytes: 30 }),
  'the pool shrinks below its use': ({ budget }) => budget.reconfigure({ sharedBytes: 10 }),
  'workers get more': ({ budget }) => budget.reconfigure({ workerBytes: 20 }),
  'workers get nothing': ({ budget }) => budget.reconfigure({ workerBytes: 0 }),
  'one leaves': ({ budget, one }) => budget.leave(one),
  'one is reclaimed': ({ budget, one }) => budget.reclaim(one),
  'two is reclaimed': ({ budget, two }) => budget.reclaim(two),
  'a third joins': ({ budget }) => budget.join(),
}

/** Runs a verb, and notes what it returned or which error it threw under its name. */
function run(name: string, on: Scene, results: Record<string, unknown>): void {
  try {
    results[name] = verbs[name]!(on)
  } catch (error) {
    results[name] = (error as { code?: string }).code ?? String(error)
  }
}

function oneAfterTheOther(...order: string[]): unknown {
  const on = scene()
  const results = {}
  for (const name of order) run(name, on, results)
  return { results, stats: on.budget.stats() }
}

const names = Object.keys(verbs)
const pairs = names.flatMap(name => names.filter(other => other !== name).map(other => [name, other] as const))

test.each(pairs)('%s, and in the middle of it %s', (name, other) => {
  const serial = [oneAfterTheOther(name, other), oneAfterTheOther(other, name)]
  for (let step = 0; ; step++) {
    const on = scene()
    const results = {}
    const hasStep = interruptedAt(
      step,
      () => run(name, on, results),
      () => run(other, on, results),
    )
    if (!hasStep) {
      expect(step, 'atomic steps of the verb').toBeGreaterThan(0)
      return
    }
    expect(serial).toContainEqual({ results, stats: on.budget.stats() })
  }
})

test('the capacity is one that there was, also when it changes and changes back in the middle', () => {
  const budget = SharedBudget.create({ workers: 2, sharedBytes: 200 })
  const away = () => budget.reconfigure({ workerBytes: 100, sharedBytes: 0 })
  const back = () => budget.reconfigure({ workerBytes: 0, sharedBytes: 200 })
  const worker = budget.join()
  // More steps than either verb has.
  const steps = Array.from({ length: 30 }, (_, step) => step)
  for (const verb of [() => budget.capacityBytes, () => budget.claim(worker, 201)]) {
    for (const [first, second] of steps.flatMap(first =>
      steps.slice(first + 1).map(second => [first, second] as const),
    )) {
      let result: unknown
      const interrupts = new Map([
        [first, away],
        [second, back],
      ])
      interruptedAtSteps(interrupts, () => {
        result = verb()
      })
      expect([200, false]).toContain(result)
      back()
    }
  }
})
