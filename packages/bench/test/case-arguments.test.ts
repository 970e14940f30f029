// The command line of the 24 cases.
import { describe, expect, test } from 'vitest'
import { type CaseConfiguration, parseCaseArguments } from '../src/cases/arguments.js'
import { UsageError } from '../src/usage-error.js'

const parse = (argv: readonly string[], env: Record<string, string> = {}) =>
  parseCaseArguments(argv, env) as CaseConfiguration

test('without flags all 24 cases run, in several rounds', () => {
  const configuration = parse([])
  expect(configuration.cases).toHaveLength(24)
  expect(configuration).toMatchObject({ quick: false, rounds: 7, json: undefined, scratch: undefined })
})

test('--quick is shorter', () => {
  expect(parse(['--quick']).rounds * parse(['--quick']).roundMs).toBeLessThan(parse([]).rounds * parse([]).roundMs)
})

test.each([
  ['lz4', 12],
  ['rt/', 12],
  ['4KiB', 8],
  ['4MiB/file', 4],
  ['loop/256KiB/swap-warm/raw', 1],
])('--only %s leaves %d cases', (only, count) => {
  const { cases } = parse(['--only', only])
  expect(cases).toHaveLength(count)
  for (const { name } of cases) expect(name).toContain(only)
})

test('the environment names files where no flag does', () => {
  const env = { BENCH_JSON: 'env.json', BENCH_SCRATCH: '/env' }
  expect(parse([], env)).toMatchObject({ json: 'env.json', scratch: '/env' })
  expect(parse(['--json', 'flag.json', '--scratch', '/flag'], env)).toMatchObject({
    json: 'flag.json',
    scratch: '/flag',
  })
})

test('the separator that package managers hand on is no flag', () => {
  expect(parse(['--', '--quick']).quick).toBe(true)
})

test.each([['--help'], ['-h']])('%s asks for help', flag => {
  expect(parseCaseArguments([flag, '--quick'], {})).toBe('help')
})

describe('a wrong flag is one line', () => {
  test.each([
    [['--fast']],
    [['--only']],
    [['--json']],
    [['--json=']],
    [['--scratch=']],
    [['extra']],
    [['--quick=yes']],
    [['--only', '8KiB']],
    [['-q']],
  ])('%j', argv => {
    expect(() => parse(argv)).toThrow(UsageError)
    expect(() => parse(argv)).toThrow(/^[^\n]+$/)
  })
})
