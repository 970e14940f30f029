// Everything together under real pressure: a column pager that evicts, a budget that follows a real cgroup, and other memory that grows and
// shrinks in it. The same program with the same budget, not governed, is killed there.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CgroupMaker, findCgroupMaker } from '../src/pressure/memory-cgroup.js'

const MiB = 2 ** 20
const LIMIT_MIB = 320
const BUDGET_MIB = 120
const OTHER_MIB = 200
/** It waits for what is there, not for time; this is for a machine that is busy with others. */
const timeout = 300_000
const program = fileURLToPath(new URL('./support/governed-pager.mjs', import.meta.url))

let cgroups: CgroupMaker | undefined
let refusal = ''
let scratch: string

beforeAll(() => {
  scratch = mkdtempSync('/var/tmp/spillway-governed-')
  try {
    cgroups = findCgroupMaker()
  } catch (error) {
    refusal = (error as Error).message
  }
})

afterAll(() => rmSync(scratch, { recursive: true }))

async function run(mode: string, signal: AbortSignal) {
  const cgroup = cgroups!.make(`spillway-governed-${process.pid}`, LIMIT_MIB * MiB)
  try {
    const args = ['--expose-gc', program, mode, String(BUDGET_MIB), String(OTHER_MIB), scratch]
    const [command, ...rest] = cgroup.enter([process.execPath, ...args])
    // So that what is freed goes back to the kernel, whatever was freed before.
    const env = { ...process.env, MALLOC_MMAP_THRESHOLD_: '131072' }
    const child = spawn(command!, rest, { env, stdio: ['ignore', 'pipe', 'inherit'], signal, killSignal: 'SIGKILL' })
    const [output, [code, killedBy]] = await Promise.all([text(child.stdout), once(child, 'exit')])
    return { code, signal: killedBy, output }
  } finally {
    cgroup.remove()
  }
}

test('a budget that shrinks evicts, memory comes back, and every column does', { timeout }, async context => {
  if (cgroups === undefined) return context.skip(refusal)
  const { code, signal, output } = await run('governed', context.signal)
  expect({ code, signal }).toEqual({ code: 0, signal: null })
  const { kept, ...report } = JSON.parse(output)
  expect(report.status).toMatchObject({ state: 'following', maxBytes: BUDGET_MIB * MiB })
  expect(report.status.gauges[0].limitBytes).toBe(LIMIT_MIB * MiB)
  expect(report.evictedUnderPressure).toBeGreaterThan(20)
  expect(kept.mostKeptMib).toBeGreaterThan(0.8 * BUDGET_MIB)
  expect(kept.leastKeptMib).toBeLessThan(0.6 * kept.mostKeptMib)
  expect(kept.keptAgainMib).toBeGreaterThanOrEqual(0.9 * kept.mostKeptMib)
  expect(report.mostUsedBytes).toBeLessThanOrEqual(0.9 * LIMIT_MIB * MiB)
  expect(report.atRest).toEqual({
    inUseBytes: 0,
    strayReleases: 0,
    excessReleases: 0,
    failures: { page: 0, take: 0, read: 0, evict: 0 },
  })
})

test('without the governor it is killed', { timeout }, async context => {
  if (cgroups === undefined) return context.skip(refusal)
  expect(await run('fixed', context.signal)).toMatchObject({ code: null, signal: 'SIGKILL', output: '' })
})
