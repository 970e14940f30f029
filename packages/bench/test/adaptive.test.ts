// The bench of the adaptive codec on streams of a few small columns: every choice is made, and the command line is checked.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('../dist/adaptive.js', import.meta.url))
const run = (...argv: string[]) => spawnSync(process.execPath, [program, ...argv], { encoding: 'utf8' })

test('prints what each choice took on each stream', () => {
  const { status, stdout, stderr } = run('--columns', '8', '--kib', '64', '--lag', '3', '--rounds', '1')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const rows = stdout.split('\n').filter(line => /^[a-z, ]+( +\d+(\.\d+)?){5}$/.test(line))
  expect(rows.map(row => row.split('  ')[0])).toEqual([
    'compressible',
    'incompressible',
    'alternating',
    'compressible, then not',
    'not, then compressible',
  ])
})

test.each([
  [['--columns', '0'], "--columns must be a whole number from 1 to 1000000, not '0'"],
  [['--throttle-mb', 'fast'], "--throttle-mb must be a whole number from 0 to 1000000, not 'fast'"],
  [['--speed', '1'], "Unknown option '--speed'"],
])('%j is one line and exit code 2', (argv, message) => {
  const { status, stdout, stderr } = run(...argv)
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain(`bench: ${message}`)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})
