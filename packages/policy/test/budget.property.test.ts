// Any schedule of joins, claims, releases, reconfigures, leaves and reclaims, through several holders of one token, beside a model.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SharedBudget } from '../src/index.js'
import { BudgetModel } from './support/budget-model.js'

const SEATS = 3
/** A number that no worker has. */
const NOBODY = 10 ** 9
const RUNS = Number(process.env.SPILLWAY_RUNS ?? 150)

interface Ticket {
  readonly worker: number
  readonly byteLength: number
}

interface Model {
  readonly budget: BudgetModel
  readonly tickets: Ticket[]
  /** Every worker that ever joined, and one that never did. */
  readonly known: number[]
}

interface Real {
  readonly holders: readonly SharedBudget[]
}

type Step = (model: Model, budget: SharedBudget) => void

/** A command on one of the holders; every counter is compared after it. */
class Command implements fc.Command<Model, Real> {
  readonly holder: number
  readonly title: string
  readonly step: Step

  constructor(title: string, holder: number, step: Step) {
    this.title = title
    this.holder = holder
    this.step = step
  }

  check(): boolean {
    return true
  }

  run(model: Model, real: Real): void {
    this.step(model, real.holders[this.holder % real.holders.length]!)
    const { budget } = model
    const stats = real.holders[0]!.stats()
    const { capacityBytes, inUseBytes, availableBytes, sharedInUseBytes } = budget
    expect(stats).toMatchObject({ capacityBytes, inUseBytes, availableBytes, sharedInUseBytes })
    expect(inUseBytes - capacityBytes).toBeLessThanOrEqual(Math.max(0, sharedInUseBytes - budget.sharedBytes))
    expect(stats.strayReleases + stats.excessReleases).toBe(budget.refusedReleases)
    expect(new Map(stats.workers.map(each => [each.worker, each.inUseBytes]))).toEqual(budget.inUse)
  }

  toString(): string {
    return this.title
  }
}

const holder = fc.nat(2)
const byteLength = fc.oneof(fc.nat(40), fc.nat(400), fc.constant(0))
const pick = fc.nat(1000)
const command = (title: string, step: Step) => holder.map(index => new Command(title, index, step))

function at<T>(values: readonly T[], index: number): T | undefined {
  return values[index % values.length]
}

const commands = [
  fc.constant(undefined).chain(() =>
    command('join', (model, budget) => {
      if (!model.budget.hasSeat) return expect(() => budget.join()).toThrow('joined')
      const worker = budget.join()
      expect(model.known).not.toContain(worker)
      model.known.push(worker)
      model.budget.join(worker)
    }),
  ),
  fc.tuple(pick, byteLength).chain(([index, bytes]) =>
    command(`claim(${index}, ${bytes})`, (model, budget) => {
      const worker = at([...model.budget.joined], index)
      if (worker === undefined) return
      expect(budget.availableBytesOf(worker) >= bytes || bytes === 0).toBe(model.budget.claim(worker, bytes))
      if (budget.claim(worker, bytes)) model.tickets.push({ worker, byteLength: bytes })
    }),
  ),
  pick.chain(index =>
    command(`release(${index})`, (model, budget) => {
      const [ticket] = model.tickets.splice(index % (model.tickets.length + 1), 1)
      if (ticket === undefined) return
      budget.release(ticket.worker, ticket.byteLength)
      model.budget.release(ticket.worker, ticket.byteLength)
    }),
  ),
  fc.tuple(pick, byteLength).chain(([index, bytes]) =>
    command(`releaseWhatIsNotClaimed(${index}, ${bytes})`, (model, budget) => {
      const worker = at(model.known, index)!
      const claimed = model.budget.inUse.get(worker) ?? 0
      // Only what shows: less than the worker has claimed cannot be told from one of its tickets.
      if (claimed > 0) return
      budget.release(worker, bytes)
      model.budget.release(worker, bytes)
    }),
  ),
  fc.tuple(fc.option(byteLength), fc.option(byteLength)).chain(([workerBytes, sharedBytes]) =>
    command(`reconfigure(${workerBytes}, ${sharedBytes})`, (model, budget) => {
      budget.reconfigure({ workerBytes: workerBytes ?? undefined, sharedBytes: sharedBytes ?? undefined })
      model.budget.workerBytes = workerBytes ?? model.budget.workerBytes
      model.budget.sharedBytes = sharedBytes ?? model.budget.sharedBytes
    }),
  ),
  pick.chain(index =>
    command(`leave(${index})`, (model, budget) => {
      const worker = at(model.known, index)!
      budget.leave(worker)
      if (model.budget.joined.has(worker)) model.budget.leave(worker)
    }),
  ),
  pick.chain(index =>
    command(`reclaim(${index})`, (model, budget) => {
      const worker = at(model.known, index)!
      expect(budget.reclaim(worker)).toBe(model.budget.reclaim(worker))
    }),
  ),
]

test('every counter is the sum of live tickets after every step', () => {
  const budgets = fc.tuple(byteLength, byteLength)
  fc.assert(
    fc.property(
      budgets,
      fc.commands(commands, { maxCommands: 120, size: '+2' }),
      ([workerBytes, sharedBytes], steps) => {
        const first = SharedBudget.create({ workers: SEATS, workerBytes, sharedBytes })
        const holders = [first, SharedBudget.from(first.share()), SharedBudget.from(structuredClone(first.share()))]
        const model: Model = { budget: new BudgetModel(SEATS, workerBytes, sharedBytes), tickets: [], known: [NOBODY] }
        fc.modelRun(() => ({ model, real: { holders } }), steps)
        for (const { worker, byteLength } of model.tickets) first.release(worker, byteLength)
        expect(first.inUseBytes).toBe(0)
        expect(first.availableBytes).toBe(first.capacityBytes)
      },
    ),
    { numRuns: RUNS },
  )
})
