// Page, read, prefetch, take, close, recycle, reconfigure and evict in any order, against a model of arrays and numbers. Every counter is
// exact after every step; which column went is exact as long as nothing failed; and what fails, at any step, loses nothing.
import { SharedBudget, TieredPolicy } from '@spillway/policy'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { ColumnPager, type PagedColumn } from '../src/index.js'
import { deflateCodec } from './support/deflate-codec.js'
import { EvictionModel } from './support/eviction-model.js'
import { Faults, FaultyPager, faultyCodec, faultyContainer, InjectedFault } from './support/faults.js'
import { LoggingPolicy } from './support/logging-policy.js'
import { pagerKinds } from './support/pagers.js'
import { bytesOf, owningContainer, type PlainPieces } from './support/plain-container.js'
import { runs } from './support/runs.js'

const size = fc.integer({ min: 0, max: 500 })
const which = fc.nat({ max: 1000 })
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      verb: fc.constant('page' as const),
      byteLength: size,
      generation: fc.nat({ max: 4 }),
      reuse: fc.constantFrom(undefined, undefined, 'soon' as const, 'late' as const),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      verb: fc.constantFrom('read' as const, 'prefetch' as const, 'take' as const, 'close' as const),
      which,
    }),
  },
  { weight: 3, arbitrary: fc.record({ verb: fc.constantFrom('recycle' as const, 'pageAgain' as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({
      verb: fc.constant('reconfigure' as const),
      sharedBytes: fc.integer({ min: 0, max: 2500 }),
      backend: fc.constantFrom('swap' as const, 'file' as const),
      codec: fc.constantFrom('none', 'faulty', 'lz4'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('evict' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const emitWarning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})

/** Steps of pager, codec or container after which something fails, or none. */
const fault = fc.option(fc.nat({ max: 6 }), { freq: 3 })

interface Held {
  readonly name: number
  readonly cell: PagedColumn<PlainPieces>
  readonly bytes: Uint8Array
}

class World {
  readonly faults = new Faults()
  readonly pager
  readonly faultyPager
  readonly budget = SharedBudget.create({ sharedBytes: 1500, codecs: ['faulty'] })
  readonly policy: LoggingPolicy
  readonly columns: ColumnPager<PlainPieces>
  readonly model: EvictionModel
  exact = true
  held: Held[] = []
  taken: { column: PlainPieces; bytes: Uint8Array }[] = []
  #names = 0

  constructor(create: (typeof pagerKinds)[number]['create'], bands: number, visits: number) {
    this.pager = create()
    this.faultyPager = new FaultyPager(this.pager, this.faults)
    const tiered = new TieredPolicy(this.budget)
    this.policy = new LoggingPolicy(tiered)
    const policy = {
      decide: this.policy.decide.bind(this.policy),
      record: this.policy.record.bind(this.policy),
      overdrawnBytes: () => tiered.overdrawnBytes(),
    }
    this.columns = new ColumnPager({
      pager: this.faultyPager,
      policy,
      container: faultyContainer(owningContainer, this.faults),
      codecs: [faultyCodec(deflateCodec, 'faulty', this.faults)],
      eviction: { bands, visits },
    })
    this.model = new EvictionModel(1500, bands, visits)
  }

  run(step: Step, failAt: number | null): void {
    if (failAt === null) this.faults.never()
    else this.faults.failAt(failAt)
    const failedBefore = this.policy.ofType('failed').length
    try {
      this.#do(step)
    } catch (error) {
      const fault = error instanceof InjectedFault ? error : (error as Error).cause
      if (!(fault instanceof InjectedFault)) throw error
    }
    this.faults.never()
    // From here on the model does not know who was skipped over.
    if (this.policy.ofType('failed').length > failedBefore) this.exact = false
  }

  #do(step: Step): void {
    switch (step.verb) {
      case 'page': {
        const { byteLength, generation, reuse } = step
        const bytes = Uint8Array.from({ length: byteLength }, (_, i) => (i * (this.#names + 1)) >> 3)
        // Several pieces have no owned buffer, so that what is kept is the pager's memory.
        const half = byteLength >> 1
        this.#page({ pieces: [bytes.slice(0, half), bytes.slice(half)] }, bytes, generation, reuse)
        break
      }
      case 'pageAgain':
      case 'recycle':
        if (this.taken.length > 0) this.#doWithTaken(step.verb, step.which % this.taken.length)
        break
      case 'reconfigure':
        this.budget.reconfigure(step)
        this.model.budgetBytes = step.sharedBytes
        break
      case 'evict':
        this.columns.evict()
        this.model.evict()
        break
      default:
        if (this.held.length > 0) this.#doWithHeld(step.verb, step.which % this.held.length)
    }
  }

  #doWithTaken(verb: 'pageAgain' | 'recycle', index: number): void {
    const { column, bytes } = this.taken[index]!
    if (verb === 'pageAgain') this.#page(column, bytes, 0, undefined)
    else {
      // A container has no reason to fail here; a pager may.
      this.faults.failAt(-1, this.faults.isArmed ? 'recycle' : undefined)
      this.columns.recycle(column)
    }
    this.taken.splice(index, 1)
  }

  #doWithHeld(verb: 'read' | 'prefetch' | 'take' | 'close', index: number): void {
    const { name, cell, bytes } = this.held[index]!
    if (verb === 'read' || verb === 'prefetch') {
      if (verb === 'prefetch') cell.prefetch()
      else this.columns.read(cell, column => expect(Buffer.compare(bytesOf(column), bytes)).toBe(0))
      this.model.touch(name)
      return
    }
    if (verb === 'close') cell.close()
    else {
      const column = this.columns.take(cell)
      expect(Buffer.compare(bytesOf(column), bytes)).toBe(0)
      this.taken.push({ column, bytes })
    }
    this.model.end(name)
    this.held.splice(index, 1)
  }

  #page(column: PlainPieces, bytes: Uint8Array, generation: number, reuse: 'soon' | 'late' | undefined): void {
    let cell: PagedColumn<PlainPieces>
    try {
      cell = this.columns.page(column, { generation, reuse })
    } catch (error) {
      expect(Buffer.compare(bytesOf(column), bytes)).toBe(0)
      throw error
    }
    expect(column.pieces.length).toBe(0)
    const name = this.#names++
    this.held.push({ name, cell, bytes })
    // The queue has no use for what is empty, and the budget none either.
    if (bytes.byteLength > 0) this.model.page(name, bytes.byteLength, generation, reuse)
  }

  check(): void {
    const { policy, budget, columns } = this
    const { resident, paged, compressed, inFlight, codecs, counters } = columns.stats()
    const cells = this.held.map(({ cell }) => cell)
    expect(resident).toEqual(totals(cells, 'resident'))
    expect(paged).toEqual(totals(cells, 'paged'))
    expect(compressed).toEqual(totals(cells, 'compressed'))
    expect(codecs.none ?? totals([], 'paged')).toEqual(paged)
    expect(Object.values(codecs).reduce((sum, { bytes }) => sum + bytes, 0)).toBe(paged.bytes + compressed.bytes)
    const takenBytes = this.taken.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
    expect(inFlight).toEqual({ columns: this.taken.length, bytes: takenBytes, storedBytes: takenBytes })

    expect(budget.stats()).toMatchObject({ inUseBytes: resident.bytes, excessReleases: 0, strayReleases: 0 })
    expect(counters.kept.columns).toBe(policy.skips.length)
    expect(counters.released.columns).toBe(policy.ofType('residentReleased').length)
    expect(counters.kept.bytes - counters.released.bytes).toBe(resident.bytes)
    expect(counters.pagedOut.columns).toBe(policy.ofType('pagedOut').length)
    expect(counters.pagedIn.columns).toBe(policy.ofType('pagedIn').length)
    const { pagedOut, pagedIn, discarded } = counters
    const storedBytes = paged.storedBytes + compressed.storedBytes
    expect(pagedOut.storedBytes - pagedIn.storedBytes - discarded.storedBytes).toBe(storedBytes)
    const failures = Object.values(counters.failures).reduce((sum, count) => sum + count, 0)
    expect(failures).toBe(policy.ofType('failed').length)

    expect(emitWarning).toHaveBeenCalledTimes(this.faultyPager.endRefusedLoans())
    emitWarning.mockClear()
    const stats = this.pager.stats()
    expect(stats.liveHandles).toBe(paged.columns + compressed.columns)
    expect(stats.bytes.lent).toBe(resident.bytes + inFlight.bytes)

    if (!this.exact) return
    const kept = this.held.filter(({ cell, bytes }) => cell.state === 'resident' && bytes.byteLength > 0)
    expect(kept.map(({ name }) => name)).toEqual(this.model.resident.map(({ name }) => name).sort((a, b) => a - b))
  }

  /** Everything that is still there is what went in. */
  finish(): void {
    for (const { cell, bytes } of this.held.splice(0)) {
      const column = this.columns.take(cell)
      expect(Buffer.compare(bytesOf(column), bytes)).toBe(0)
      this.columns.recycle(column)
    }
    for (const { column } of this.taken.splice(0)) this.columns.recycle(column)
    this.exact = false
    this.check()
    this.pager.close()
  }
}

function totals(cells: readonly PagedColumn<PlainPieces>[], state: string) {
  const those = cells.filter(cell => cell.state === state)
  return {
    columns: those.length,
    bytes: those.reduce((sum, { byteLength }) => sum + byteLength, 0),
    storedBytes: those.reduce((sum, { storedByteLength }) => sum + storedByteLength, 0),
  }
}

describe.each(pagerKinds)('$name pager', ({ name, create }) => {
  const bands = fc.integer({ min: 1, max: 4 })
  const visits = fc.integer({ min: 1, max: 6 })
  const numRuns = runs(name === 'memory' ? 150 : 50)
  const timeout = 20_000 * runs(1)

  test('nothing fails: who is kept is who should be', { timeout }, () => {
    fc.assert(
      fc.property(bands, visits, fc.array(step, { minLength: 10, maxLength: 60 }), (bands, visits, steps) => {
        const world = new World(create, bands, visits)
        for (const each of steps) {
          world.run(each, null)
          world.check()
        }
        expect(world.exact).toBe(true)
        world.finish()
      }),
      { numRuns },
    )
  })

  test('things fail: every counter is exact, and nothing is lost', { timeout }, () => {
    const faultyStep = fc.record({ each: step, failAt: fault })
    fc.assert(
      fc.property(bands, visits, fc.array(faultyStep, { minLength: 10, maxLength: 60 }), (bands, visits, steps) => {
        const world = new World(create, bands, visits)
        for (const { each, failAt } of steps) {
          world.run(each, failAt)
          world.check()
        }
        world.finish()
      }),
      { numRuns },
    )
  })
})
