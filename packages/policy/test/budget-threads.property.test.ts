// Any interleaving of real threads, forced step by step: nothing is granted beyond the capacity, nothing lost, nothing made.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SharedBudget } from '../src/index.js'
import { type ProgramStep, SteppingThreads } from './support/stepping-threads.js'

const THREADS = 3
const RUNS = Number(process.env.SPILLWAY_RUNS ?? 60)

let threads: SteppingThreads

beforeAll(async () => {
  threads = await SteppingThreads.start(THREADS)
})

afterAll(() => threads.stop())

const picks = fc.array(fc.nat(THREADS * 2), { minLength: 1, maxLength: 400, size: 'max' })
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

function joinedBudget(workerBytes: number, sharedBytes: number) {
  const budget = SharedBudget.create({ workers: THREADS, workerBytes, sharedBytes })
  return { budget, workers: Array.from({ length: THREADS }, () => budget.join()) }
}

const counts = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: THREADS, maxLength: THREADS })
const programsOf = (claims: readonly number[]) =>
  claims.map(count => Array.from({ length: count }, () => ({ claim: 10 })))

test('claims that race for the last of the pool never get more than there is', () => {
  fc.assert(
    fc.property(fc.nat(6), counts, picks, (fitting, claims, order) => {
      const { budget, workers } = joinedBudget(0, fitting * 10 + 9)
      const end = threads.run(budget, workers, programsOf(claims), order, ({ liveBytes }) => {
        expect(sumOf(liveBytes)).toBeLessThanOrEqual(fitting * 10)
      })
      expect(budget.inUseBytes).toBe(sumOf(end.liveBytes))
      // The race is over: what is left can be claimed, and not one byte more.
      expect(budget.claim(workers[0]!, budget.availableBytes)).toBe(true)
      expect(budget.inUseBytes).toBe(budget.capacityBytes)
      expect(budget.claim(workers[1]!, 1)).toBe(false)
    }),
    { numRuns: RUNS },
  )
})

test('claims that fit all together are all granted, whatever the race', () => {
  fc.assert(
    fc.property(fc.nat(2), counts, picks, (own, claims, order) => {
      const overflow = claims.map(count => Math.max(0, count - own) * 10)
      const { budget, workers } = joinedBudget(own * 10, sumOf(overflow))
      const end = threads.run(budget, workers, programsOf(claims), order, () => {})
      expect(end.liveBytes).toEqual(claims.map(count => count * 10))
    }),
    { numRuns: RUNS },
  )
})

test('claims, releases on other threads and reconfigures lose nothing and make nothing', () => {
  const part: fc.Arbitrary<ProgramStep> = fc.oneof(
    { weight: 5, arbitrary: fc.record({ claim: fc.integer({ min: 1, max: 30 }) }) },
    { weight: 4, arbitrary: fc.record({ release: fc.nat(20) }) },
    { weight: 1, arbitrary: fc.record({ change: fc.record({ workerBytes: fc.nat(10), sharedBytes: fc.nat(40) }) }) },
  )
  const program = fc.array(part, { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.array(program, { minLength: THREADS, maxLength: THREADS }), picks, (programs, order) => {
      const { budget, workers } = joinedBudget(10, 40)
      const largestBytes = budget.capacityBytes
      const end = threads.run(budget, workers, programs, order, ({ liveBytes }) => {
        expect(sumOf(liveBytes)).toBeLessThanOrEqual(largestBytes)
        for (const [index, worker] of workers.entries()) {
          expect(budget.inUseBytesOf(worker)).toBeGreaterThanOrEqual(liveBytes[index]!)
        }
      })
      for (const [index, worker] of workers.entries()) expect(budget.inUseBytesOf(worker)).toBe(end.liveBytes[index])
      for (const [index, worker] of workers.entries()) budget.release(worker, end.liveBytes[index]!)
      expect(budget.availableBytes).toBe(budget.capacityBytes)
      expect(budget.stats()).toMatchObject({ inUseBytes: 0, strayReleases: 0, excessReleases: 0 })
    }),
    { numRuns: RUNS },
  )
})
