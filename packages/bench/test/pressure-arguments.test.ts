// The command line of the pressure bench, and the runs it plans.
import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { type PressureConfiguration, parsePressureArguments } from '../src/pressure/arguments.js'
import { comparedRun, needsSwap, ratioRuns } from '../src/pressure/plan.js'
import { UsageError } from '../src/usage-error.js'

const parse = (argv: readonly string[], env: Record<string, string> = {}) =>
  parsePressureArguments(argv, env) as PressureConfiguration

test('without flags every run is made three times, with 4 GiB in 1 GiB', () => {
  const { runs, rounds, scratch } = parse([])
  expect(rounds).toBe(3)
  expect(scratch).toBe(tmpdir())
  for (const { chainBytes, capBytes } of runs) expect([chainBytes, capBytes]).toEqual([2 ** 32, 2 ** 30])
})

test('every run that a ratio needs is planned, and each name once', () => {
  const names = parse([]).runs.map(({ name }) => name)
  for (const name of [comparedRun, ...Object.values(ratioRuns)]) expect(names).toContain(name)
  expect(new Set(names).size).toBe(names.length)
})

test('both kinds of data, both codecs, and one and two threads are planned for Spillway and for the others', () => {
  const { runs } = parse([])
  const some = (wanted: object) =>
    runs.some(run => Object.entries(wanted).every(([key, value]) => Reflect.get(run, key) === value))
  for (const threads of [1, 2]) {
    for (const contender of ['spillway', 'per-file', 'single-file', 'kernel-swap']) {
      expect(some({ contender, threads }), `${contender} with ${threads} threads`).toBe(true)
    }
  }
  for (const data of ['incompressible', 'compressible']) {
    for (const codec of ['none', 'lz4']) {
      expect(some({ contender: 'spillway', backend: 'file', data, codec }), `${data} ${codec}`).toBe(true)
    }
  }
})

test('only what leaves memory through the kernel needs a swap file', () => {
  const names = parse([])
    .runs.filter(needsSwap)
    .map(({ name }) => name.split('/')[0])
  expect(new Set(names)).toEqual(new Set(['kernel-swap', 'spillway-swap']))
})

test('--quick is smaller, and may be changed', () => {
  expect(parse(['--quick']).rounds).toBe(1)
  expect(parse(['--quick', '--chain-mib', '64', '--cap-mib', '128', '--rounds', '2'])).toMatchObject({ rounds: 2 })
  expect(parse(['--quick', '--chain-mib', '64']).runs[0]).toMatchObject({ chainBytes: 2 ** 26, capBytes: 2 ** 28 })
})

test('--only chooses runs by a part of their name', () => {
  for (const { name } of parse(['--only', 'spillway-file/raw']).runs) expect(name).toContain('spillway-file/raw')
})

test('the environment names files where no flag does', () => {
  const env = { BENCH_JSON: 'env.json', BENCH_SCRATCH: '/env' }
  expect(parse([], env)).toMatchObject({ json: 'env.json', scratch: '/env' })
  expect(parse(['--json', 'flag.json', '--scratch', '/flag'], env)).toMatchObject({
    json: 'flag.json',
    scratch: '/flag',
  })
})

test('--help asks for help', () => {
  expect(parsePressureArguments(['--help'], {})).toBe('help')
})

describe('a wrong flag is one line', () => {
  test.each([
    [['--slow']],
    [['--rounds']],
    [['--rounds', '0']],
    [['--rounds', '1.5']],
    [['--rounds', 'three']],
    [['--chain-mib', '12']],
    [['--chain-mib', '0']],
    [['--cap-mib', '64']],
    [['--only', 'mongodb']],
    [['--json=']],
    [['--scratch', '']],
    [['extra']],
  ])('%j', argv => {
    expect(() => parse(argv)).toThrow(UsageError)
    expect(() => parse(argv)).toThrow(/^[^\n]+$/)
  })
})
