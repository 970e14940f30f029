// A real cgroup, in which other memory grows and shrinks. The same program with the same budget dies there without the governor.
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MemoryCgroup } from './support/memory-cgroup.js'

const MiB = 2 ** 20
const LIMIT_MIB = 256
const BUDGET_MIB = 120
const OTHER_MIB = 160
const tenant = fileURLToPath(new URL('./support/tenant.mjs', import.meta.url))

let cgroup: MemoryCgroup | undefined
let refusal = ''

beforeAll(() => {
  try {
    cgroup = MemoryCgroup.make(`spillway-pressure-${process.pid}`, LIMIT_MIB * MiB)
  } catch (error) {
    refusal = (error as Error).message
  }
})

afterAll(() => cgroup?.[Symbol.dispose]())

function run(mode: string) {
  const command = [process.execPath, '--expose-gc', tenant, mode, String(BUDGET_MIB), String(OTHER_MIB)]
  // So that what is freed goes back to the kernel, whatever was freed before.
  return cgroup!.run(command, { MALLOC_MMAP_THRESHOLD_: '131072' })
}

test('with the governor it lives, at no more than 90 % of its limit, and keeps as much again once it may', async context => {
  if (cgroup === undefined) return context.skip(refusal)
  const { code, signal, output } = await run('governed')
  expect({ code, signal }).toEqual({ code: 0, signal: null })
  const report = JSON.parse(output)
  expect(report.status).toMatchObject({ state: 'following', maxBytes: BUDGET_MIB * MiB })
  expect(report.status.gauges[0].limitBytes).toBe(LIMIT_MIB * MiB)
  expect(report.mostKeptMib).toBeGreaterThan(BUDGET_MIB * 0.8)
  expect(report.leastKeptMib).toBeLessThan(report.mostKeptMib * 0.6)
  expect(report.keptAgainMib).toBeGreaterThanOrEqual(report.mostKeptMib * 0.9)
  expect(cgroup.peakBytes).toBeLessThanOrEqual(0.9 * LIMIT_MIB * MiB)
})

test('without it, it dies', async context => {
  if (cgroup === undefined) return context.skip(refusal)
  expect(await run('fixed')).toMatchObject({ code: null, signal: 'SIGKILL', output: '' })
})
