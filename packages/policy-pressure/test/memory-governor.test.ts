import { join } from 'node:path'
import { SharedBudget } from '@spillway/policy'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MemoryGovernor, type MemoryGovernorOptions } from '../src/index.js'
import { FakeRoot } from './support/fake-root.js'

const MiB = 2 ** 20
const CGROUP = 'sys/fs/cgroup/app'
let root: FakeRoot

beforeEach(() => {
  root = new FakeRoot()
  root.place(2, '/app')
})

afterEach(() => root[Symbol.dispose]())

function governed(options: MemoryGovernorOptions = {}) {
  const budget = SharedBudget.create({ workers: 2, workerBytes: 10 * MiB, sharedBytes: 80 * MiB })
  const worker = budget.join()
  const eager = { root: root.path, intervalMs: 0, calmMs: 0, growthSharePerSecond: 1000 }
  return { budget, worker, governor: MemoryGovernor.create(budget, { ...eager, ...options }) }
}

test('with nothing to follow it is the budget that it wraps, and says so', () => {
  const { budget, governor } = governed()
  governor.poll()
  expect(budget).toMatchObject({ workerBytes: 10 * MiB, sharedBytes: 80 * MiB })
  expect(governor.status()).toMatchObject({ state: 'fixed', gauges: [], readings: 0, capacityBytes: 100 * MiB })
  expect(governor.status().reason).toContain('/proc/meminfo')
})

test('other memory that grows takes from the pool, then from the workers, and gives back in the other order', () => {
  root.v2(CGROUP, 200, 0)
  const { budget, governor } = governed()
  expect(budget.capacityBytes).toBe(100 * MiB)
  root.v2(CGROUP, 200, 100)
  governor.poll()
  expect(budget).toMatchObject({ workerBytes: 10 * MiB, sharedBytes: 40 * MiB })
  root.v2(CGROUP, 200, 150)
  governor.poll()
  expect(budget).toMatchObject({ workerBytes: 5 * MiB, sharedBytes: 0 })
  root.v2(CGROUP, 200, 199)
  governor.poll()
  expect(budget.capacityBytes).toBe(0)
  root.v2(CGROUP, 200, 110)
  governor.poll()
  expect(budget).toMatchObject({ workerBytes: 10 * MiB, sharedBytes: 30 * MiB })
  expect(governor.status()).toMatchObject({ state: 'following', shrinks: 3, growths: 1 })
})

test('what columns hold is not other memory', () => {
  root.v2(CGROUP, 200, 60)
  const { budget, worker, governor } = governed()
  expect(budget.claim(worker, 60 * MiB)).toBe(true)
  for (let each = 0; each < 3; each++) governor.poll()
  expect(budget.capacityBytes).toBe(100 * MiB)
})

test('the tightest of all limits counts', () => {
  root.v2(CGROUP, 1000, 0)
  root.v2('sys/fs/cgroup', 100, 50)
  root.machine(1000, 900)
  const { budget, governor } = governed()
  expect(budget.capacityBytes).toBe(30 * MiB)
  expect(governor.status().gauges.map(gauge => gauge.limitBytes / MiB)).toEqual([1000, 100, 1000])
  root.machine(1000, 220)
  governor.poll()
  expect(budget.capacityBytes).toBe(20 * MiB)
})

test('small changes move nothing', () => {
  root.v2(CGROUP, 200, 100)
  const { budget, governor } = governed()
  expect(budget.capacityBytes).toBe(60 * MiB)
  for (const usedMiB of [95, 109, 91, 100]) {
    root.v2(CGROUP, 200, usedMiB)
    governor.poll()
    expect(budget.capacityBytes).toBe(60 * MiB)
  }
})

test('it keeps its bounds', () => {
  root.v2(CGROUP, 200, 199)
  const { budget, governor } = governed({ minBytes: 30 * MiB, maxBytes: 120 * MiB })
  expect(budget.capacityBytes).toBe(30 * MiB)
  root.v2(CGROUP, 2000, 0)
  governor.poll()
  expect(budget).toMatchObject({ workerBytes: 10 * MiB, sharedBytes: 100 * MiB })
})

test('stalls of the own cgroup shrink it, whatever the gauges say, and once they end it grows', () => {
  root.v2(CGROUP, 1000, 0)
  root.stalled('proc/pressure/memory', 0, 0)
  root.stalled(`${CGROUP}/memory.pressure`, 0, 0)
  const { budget, governor } = governed()
  root.stalled('proc/pressure/memory', 10 ** 6, 10 ** 6)
  governor.poll()
  expect(budget.capacityBytes).toBe(100 * MiB)
  root.stalled(`${CGROUP}/memory.pressure`, 10 ** 6, 0)
  governor.poll()
  expect(budget.capacityBytes).toBe(87.5 * MiB)
  governor.poll()
  expect(budget.capacityBytes).toBeGreaterThan(87.5 * MiB)
})

test.each([
  { name: 'a container in a namespace of its own', isContainer: true },
  { name: 'a process in the cgroup of the machine', isContainer: false },
])('$name: whose stalls count', ({ isContainer }) => {
  root.place(2, '/')
  root.machine(1000, 1000)
  if (isContainer) root.v2('sys/fs/cgroup', 1000, 0)
  root.stalled('proc/pressure/memory', 0, 0)
  root.stalled('sys/fs/cgroup/memory.pressure', 0, 0)
  const { budget, governor } = governed()
  const meter = isContainer ? 'sys/fs/cgroup/memory.pressure' : 'proc/pressure/memory'
  expect(governor.status().stallSource).toBe(join(root.path, meter))
  root.stalled('sys/fs/cgroup/memory.pressure', 10 ** 6, 0)
  governor.poll()
  expect(budget.capacityBytes).toBe((isContainer ? 87.5 : 100) * MiB)
})

test('stalls that cannot be read for once are not those of all time', () => {
  root.v2(CGROUP, 1000, 0)
  const file = `${CGROUP}/memory.pressure`
  root.stalled(file, 10 ** 6, 0)
  const { budget, governor } = governed()
  root.remove(file)
  governor.poll()
  root.stalled(file, 10 ** 6, 0)
  governor.poll()
  expect(budget.capacityBytes).toBe(100 * MiB)
  root.stalled(file, 2 * 10 ** 6, 0)
  governor.poll()
  expect(budget.capacityBytes).toBe(87.5 * MiB)
})

test('however often it looks, it grows as fast as it was told', () => {
  root.v2(CGROUP, 200, 150)
  let now = performance.now()
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const { budget, governor } = governed({ growthSharePerSecond: 0.1, bandShare: 0 })
  expect(budget.capacityBytes).toBe(10 * MiB)
  root.v2(CGROUP, 200, 0)
  for (let each = 0; each < 1000; each++) {
    now += 0.25
    governor.poll()
  }
  vi.restoreAllMocks()
  expect(governor.status().growths).toBeGreaterThan(900)
  expect(budget.capacityBytes / MiB).toBeGreaterThan(14.9)
  expect(budget.capacityBytes / MiB).toBeLessThan(15.1)
})

test('no new stall is none, however odd the sum is', () => {
  root.v2(CGROUP, 1000, 0)
  root.stalled('proc/pressure/memory', 0.999, 0.999)
  const { budget, governor } = governed({ stallShare: 10 ** -9 })
  for (let each = 0; each < 100; each++) governor.poll()
  expect(budget.capacityBytes).toBe(100 * MiB)
})

test('of the machine, only stalls of all tasks count', () => {
  root.machine(1000, 1000)
  root.stalled('proc/pressure/memory', 0, 0)
  const { budget, governor } = governed()
  root.stalled('proc/pressure/memory', 10 ** 6, 0)
  governor.poll()
  expect(budget.capacityBytes).toBe(100 * MiB)
  root.stalled('proc/pressure/memory', 2 * 10 ** 6, 10 ** 6)
  governor.poll()
  expect(budget.capacityBytes).toBe(87.5 * MiB)
})

test('of all threads together, one takes a reading in an interval', () => {
  root.v2(CGROUP, 200, 0)
  const { governor } = governed({ intervalMs: 10 ** 6 })
  const other = MemoryGovernor.from(structuredClone(governor.share()))
  for (let each = 0; each < 100; each++) {
    governor.poll()
    other.poll()
  }
  expect(governor.status().readings).toBe(1)
  expect(other.status()).toEqual(governor.status())
})

test('a governor on another thread moves the same budget', () => {
  root.v2(CGROUP, 200, 0)
  const { budget, governor } = governed()
  const other = MemoryGovernor.from(structuredClone(governor.share()))
  root.v2(CGROUP, 200, 100)
  other.poll()
  expect(budget.capacityBytes).toBe(60 * MiB)
  expect(governor.status().shrinks).toBe(1)
})

test.each([
  { minBytes: -1 },
  { minBytes: 2, maxBytes: 1 },
  { minBytes: 0.5 },
  { maxBytes: 10 * MiB + 0.5 },
  { maxBytes: Number.POSITIVE_INFINITY },
  { maxBytes: 2 ** 44 },
  { targetShare: 1.1 },
  { bandShare: Number.NaN },
  { stallShare: -0.1 },
  { intervalMs: -1 },
])('%o is a RangeError', options => {
  expect(() => governed(options)).toThrow(RangeError)
})

test.each([undefined, {}, { spillwayGovernor: new SharedArrayBuffer(4) }])('%o is no token', token => {
  expect(() => MemoryGovernor.from(token as never)).toThrow(TypeError)
})

test('a timer polls for a thread that decides nothing, and stops', async () => {
  root.v2(CGROUP, 200, 0)
  const { budget, governor } = governed({ intervalMs: 1 })
  root.v2(CGROUP, 200, 100)
  governor.start()
  governor.start()
  await expect.poll(() => budget.capacityBytes).toBe(60 * MiB)
  governor[Symbol.dispose]()
  governor.stop()
})
