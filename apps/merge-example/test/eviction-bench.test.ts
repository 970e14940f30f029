// The benches of eviction: one command line for both, and every column of the quick one comes back.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const both = '../bench/both.mjs'
const churn = '../../../packages/column-pager/bench/churn.mjs'
const flights = '../bench/eviction.mjs'

function run(program: string, ...flags: readonly string[]) {
  const path = fileURLToPath(new URL(program, import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...flags], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

test('--help names the flags of both, and ends', () => {
  const { status, stdout, stderr } = run(both, '--help')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout.match(/^Usage: /gm)).toHaveLength(1)
  for (const flag of ['rounds', 'budget-mib', 'codec', 'columns', 'kib', 'keep', 'life', 'threads', 'help']) {
    expect(stdout).toContain(`--${flag} `)
  }
})

test.each([
  [['--speed', '1'], "Unknown option '--speed'"],
  [['--rounds', '0'], "--rounds must be a whole number from 1 to 1000, not '0'"],
  [['--columns', 'many'], '--columns must be'],
  [['--budget-mib', ''], '--budget-mib must be'],
  [['--codec', 'zip'], "--codec must be none or lz4, not 'zip'"],
])('%j is one line and exit code 2, for both', (flags, message) => {
  for (const program of [both, flights]) {
    const { status, stdout, stderr } = run(program, ...flags)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^bench:eviction: [^\n]*\n$/)
    expect(stderr).toContain(message)
  }
})

test.each(['0', '1'])('columns that die soon, in a budget of %s MiB', budget => {
  const flags = ['--columns', '60', '--kib', '64', '--budget-mib', budget, '--rounds', '1', '--threads', '2']
  const { status, stdout, stderr } = run(churn, ...flags)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(/^60 columns of 64 KiB, .*budget [01] MiB, codec none; median of 1\n(.* s\n){3}$/)
})
