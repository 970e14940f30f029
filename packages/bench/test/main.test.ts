// The built programs, as a user runs them.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CaseReport } from '../src/cases/case-report.js'
import { findCgroupMaker } from '../src/pressure/memory-cgroup.js'
import type { PressureReport } from '../src/pressure/report.js'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spillway-bench-test-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const programPath = (name: 'main' | 'pressure') => fileURLToPath(new URL(`../dist/${name}.js`, import.meta.url))

function run(name: 'main' | 'pressure', ...args: readonly string[]) {
  return spawnSync(process.execPath, [programPath(name), ...args], {
    encoding: 'utf8',
    env: { ...process.env, BENCH_SCRATCH: directory },
  })
}

describe.each(['main', 'pressure'] as const)('%s', name => {
  test('--help prints the flags', () => {
    const { status, stdout } = run(name, '--help')
    expect(status).toBe(0)
    for (const flag of ['--quick', '--only', '--json', '--scratch', '--help']) expect(stdout).toContain(flag)
  })

  test('a wrong flag gets one line and exit code 2', () => {
    const { status, stdout, stderr } = run(name, '--wrong')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^bench[^\n]*--wrong[^\n]*\n$/)
  })
})

test('the cases print a table and write the same rows', () => {
  const json = join(directory, 'deep', 'report.json')
  const { status, stdout, stderr } = run('main', '--quick', '--only', 'rt/4KiB', '--json', json)
  expect(stderr).toBe('')
  expect(status).toBe(0)
  const report = JSON.parse(readFileSync(json, 'utf8')) as CaseReport
  expect(report.rows.map(row => row.case)).toEqual([
    'rt/4KiB/swap-warm/raw',
    'rt/4KiB/swap-warm/lz4',
    'rt/4KiB/file/raw',
    'rt/4KiB/file/lz4',
  ])
  for (const row of report.rows) {
    expect(stdout).toContain(row.case)
    expect(row).toMatchObject({ warm: true, byteLength: 4096 })
    expect(row.roundsUs).toHaveLength(2)
    expect(row.medianUs).toBeGreaterThan(0)
    expect(row.storedBytes).toBeLessThanOrEqual(row.reference.storedBytes + 64)
  }
  expect(report.machine.node).toBe(process.version)
  expect(stdout).toContain('All figures are warm')
})

function cgroupsAreAllowed(): boolean {
  try {
    findCgroupMaker()
    return true
  } catch {
    return false
  }
}

/** Where no cgroup can be had, the program must say so and fail, and that is what is tested there. */
describe.runIf(!cgroupsAreAllowed())('without the right to make cgroups', () => {
  test('the pressure bench fails and says what it tried', () => {
    const { status, stderr } = run('pressure', '--quick')
    expect(status).toBe(1)
    expect(stderr).toMatch(/no memory cgroup can be had here.*cgroup v1.*cgroup v2.*systemd/s)
    expect(readdirSync(directory)).toEqual([])
  })
})

describe.runIf(cgroupsAreAllowed())('with the right to make cgroups', () => {
  const small = ['--chain-mib', '64', '--cap-mib', '128', '--rounds', '2']

  test('the pressure bench makes its runs and leaves nothing behind', () => {
    const json = join(directory, 'report.json')
    const { status, stdout, stderr } = run('pressure', ...small, '--only', 'file/raw/incompressible', '--json', json)
    expect(stderr).toBe('')
    expect(status).toBe(0)
    const { rows, ratios, failures } = JSON.parse(readFileSync(json, 'utf8')) as PressureReport
    expect(failures).toEqual([])
    // Spillway (also paced), one file per chunk, one file; each but the paced one on one and on two threads; twice.
    expect(rows).toHaveLength(2 * (1 + 3 * 2))
    expect(ratios).toEqual({
      perFile: expect.any(Number),
      singleFile: expect.any(Number),
      kernelSwap: null,
      deviceLimit: null,
    })
    for (const row of rows) {
      expect(row).toMatchObject({ chainBytes: 2 ** 26, capBytes: 2 ** 27 })
      expect(row.verbs).toMatchObject({ pageout: { count: 64 }, take: { count: 32 } })
      expect(stdout).toContain(row.name)
    }
    expect(readdirSync(directory)).toEqual(['report.json'])
  })

  test('a run that fails is named, the others are made, and the exit code is 1', () => {
    const json = join(directory, 'report.json')
    // The device cannot be opened with O_DIRECT in memory, and no pager takes such a folder for scratch.
    const { status, stdout } = run('pressure', ...small, '--only', '1t', '--scratch', '/dev/shm', '--json', json)
    const { rows, failures } = JSON.parse(readFileSync(json, 'utf8')) as PressureReport
    expect(status).toBe(1)
    expect(new Set(failures.map(({ name }) => name))).toContain('spillway-file/raw/incompressible/1t')
    expect(stdout).toMatch(/spillway-file\/raw\/incompressible\/1t: FAILED: .*PAGER_SCRATCH/s)
    expect(rows.map(({ name }) => name)).toContain('single-file/raw/incompressible/1t')
    expect(readdirSync('/dev/shm').filter(name => name.startsWith('spillway-bench-'))).toEqual([])
  })

  test('an interrupted bench leaves nothing behind', async () => {
    const args = [programPath('pressure'), '--chain-mib', '1024', '--only', 'per-file', '--scratch', directory]
    const bench = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    // The first lines come when the scratch folder is there and the first run is about to start.
    for await (const text of bench.stdout) {
      if (String(text).includes('scratch')) break
    }
    const ended = once(bench, 'exit')
    bench.kill('SIGINT')
    expect((await ended)[0]).toBe(1)
    expect(readdirSync(directory)).toEqual([])
  })
})
