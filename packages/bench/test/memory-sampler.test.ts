// The meter reads memory while its clock runs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MemorySampler } from '../src/contenders/memory-sampler.js'
import { ProcessMeter } from '../src/contenders/process-meter.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-bench-test-'))
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

test('the process and its cgroup, at the start, now and then, and at the end', () => {
  const usage = join(folder, 'memory.current')
  const charge = (bytes: number) => writeFileSync(usage, `${bytes}\n`)
  charge(1000)
  const sampler = new MemorySampler(usage)
  sampler.start()
  charge(3000)
  vi.advanceTimersByTime(40)
  charge(2000)
  sampler.stop()
  const { seconds, rssBytes, cgroupBytes } = sampler.timeline
  expect(cgroupBytes).toEqual([1000, 3000, 3000, 2000])
  expect(seconds).toHaveLength(4)
  for (const bytes of rssBytes) expect(bytes).toBeGreaterThan(2 ** 24)
  vi.advanceTimersByTime(1000)
  expect(sampler.timeline.seconds).toHaveLength(4)
})

test('without a cgroup, only the process', () => {
  const sampler = new MemorySampler(undefined)
  sampler.start()
  sampler.stop()
  expect(sampler.timeline).toEqual({ seconds: [expect.any(Number), expect.any(Number)], rssBytes: expect.any(Array) })
})

test('the meter has it in what it says of a run', () => {
  const meter = new ProcessMeter()
  meter.start()
  vi.advanceTimersByTime(100)
  meter.stop()
  expect(meter.use.memory!.seconds.length).toBe(7)
})
