// The built programs, as a user runs them.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CaseReport } from '../src/cases/case-report.js'
import { cgroupFolders } from '../src/pressure/cgroup-mounts.js'
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
    timeout: 100_000,
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

test.each(['main', 'pressure'] as const)('%s finds a report that cannot be written before it measures', name => {
  const file = join(directory, 'file')
  writeFileSync(file, '')
  for (const place of [directory, join(file, 'report.json')]) {
    const { status, stdout, stderr } = run(name, '--json', place)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^bench[:a-z]*: cannot write the report to [^\n]*\n$/)
    expect(stderr).toContain(place)
  }
})

test.each(['main', 'pressure'] as const)('%s: a scratch directory that is not there is one line', name => {
  const { status, stderr } = run(name, '--scratch', '/nonexistent', '--json', join(directory, 'report.json'))
  expect(status).toBe(1)
  if (name === 'main' || cgroupsAreAllowed()) {
    expect(stderr).toMatch(/^bench[:a-z]*: cannot use --scratch \/nonexistent: [^\n]*\n$/)
  }
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

describe('under pressure', () => {
  const allowed = cgroupsAreAllowed()
  const small = ['--chain-mib', '32', '--cap-mib', '256', '--rounds', '1']

  /** Without the right to make cgroups the program must say so and fail; there, this is what is tested. */
  function assertRefused({ status, stderr }: ReturnType<typeof run>): void {
    expect(status).toBe(1)
    expect(stderr).toMatch(/^bench:pressure: no memory cgroup can be had here.*cgroup v1.*cgroup v2.*systemd.*\n$/)
    expect(readdirSync(directory)).toEqual([])
  }

  test('every run is made, reported, and leaves nothing behind', () => {
    const json = join(directory, 'report.json')
    const ended = run('pressure', ...small, '--only', 'file/raw/incompressible', '--json', json)
    if (!allowed) return assertRefused(ended)
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    const { rows, ratios, failures, notMade } = JSON.parse(readFileSync(json, 'utf8')) as PressureReport
    expect([failures, notMade]).toEqual([[], []])
    // Spillway, one file per chunk and one file, on one and on two threads; and Spillway paced.
    expect(rows).toHaveLength(7)
    expect(ratios).toEqual({
      perFile: expect.any(Number),
      singleFile: expect.any(Number),
      kernelSwap: null,
      deviceLimit: null,
    })
    for (const row of rows) {
      expect(row).toMatchObject({ chainBytes: 2 ** 25, capBytes: 2 ** 28 })
      expect(row.verbs).toMatchObject({ pageout: { count: 32 }, take: { count: 16 } })
      expect(ended.stdout).toContain(row.name)
    }
    expect(readdirSync(directory)).toEqual(['report.json'])
  })

  test('a run that fails is named, the others are made, and the exit code is 1', () => {
    const json = join(directory, 'report.json')
    // No pager takes a folder in memory for scratch. What the others write there counts as theirs, so the cap leaves room for it.
    const only = ['--only', 'file/raw/incompressible/1t', '--scratch', '/dev/shm', '--cap-mib', '512']
    const ended = run('pressure', ...small, ...only, '--json', json)
    if (!allowed) return assertRefused(ended)
    const { rows, failures } = JSON.parse(readFileSync(json, 'utf8')) as PressureReport
    expect(ended.status).toBe(1)
    expect(new Set(failures.map(({ name }) => name.split('/')[0]))).toEqual(new Set(['spillway-file']))
    expect(ended.stdout).toMatch(/spillway-file\/raw\/incompressible\/1t: FAILED: .*PAGER_SCRATCH/s)
    expect(rows.map(({ contender }) => contender)).toEqual(['per-file', 'single-file'])
    expect(readdirSync('/dev/shm').filter(name => name.startsWith('spillway-bench-'))).toEqual([])
  })

  test('an interrupted bench ends its run and leaves nothing behind', async () => {
    const args = [programPath('pressure'), '--only', 'per-file', '--scratch', directory]
    const bench = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    const ended = once(bench, 'exit')
    if (allowed) {
      // Far enough that chunks are being written; the whole job would take minutes.
      while (!readdirSync(directory, { recursive: true }).some(name => String(name).endsWith('thread-0/5'))) {
        expect(bench.exitCode).toBe(null)
        await new Promise(resolve => setImmediate(resolve))
      }
      bench.kill('SIGINT')
    }
    expect((await ended)[0]).toBe(1)
    expect(readdirSync(directory)).toEqual([])
    const cgroups = [1, 2].flatMap(version => existingFolders(version as 1 | 2)).flatMap(folder => readdirSync(folder))
    expect(cgroups.filter(name => name.includes(`spillway-bench-${bench.pid}`))).toEqual([])
  })
})

function existingFolders(version: 1 | 2): readonly string[] {
  try {
    return cgroupFolders(version)
  } catch {
    return []
  }
}
