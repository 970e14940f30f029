// The bench of the adaptive codec on streams of a few small columns: every choice is made, and the command line is checked.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
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
  [['--scratch='], '--scratch must name a directory'],
])('%j is one line and exit code 2', (argv, message) => {
  const { status, stdout, stderr } = run(...argv)
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain(`bench:adaptive: ${message}`)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

test('--help names the command and the exit codes', () => {
  const { status, stdout } = run('--help')
  expect(status).toBe(0)
  expect(stdout).toMatch(/^Usage: pnpm bench:adaptive /)
  expect(stdout).toContain('Exit codes: ')
})

test('a scratch directory that cannot work is one line and exit code 1', () => {
  const { status, stderr } = run('--scratch', '/nonexistent')
  expect(status).toBe(1)
  expect(stderr).toMatch(/^bench:adaptive: cannot use --scratch \/nonexistent: [^\n]*\n$/)
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends it in one line, and leaves no cgroup', async signal => {
  // Only root on a disk that the kernel can throttle gets as far as a cgroup; elsewhere the end is looked at without one.
  const throttled = run('--throttle-mb', '1000', '--columns', '1', '--kib', '1', '--rounds', '1').status === 0
  const flags = [...(throttled ? ['--throttle-mb', '1000'] : []), '--rounds', '1000']
  const bench = spawn(process.execPath, [program, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  bench.stderr.setEncoding('utf8').on('data', text => {
    said += text
  })
  const ended = once(bench, 'close')
  const folders = ['/sys/fs/cgroup/blkio', '/sys/fs/cgroup'].map(root => `${root}/spillway-throttle-${bench.pid}`)
  // Its first line comes when everything is in place.
  await once(bench.stdout, 'data')
  expect(folders.some(folder => existsSync(folder))).toBe(throttled)
  bench.kill(signal)
  expect(await ended).toEqual([1, null])
  expect(said).toBe(`bench:adaptive: stopped by ${signal}\n`)
  for (const folder of folders) expect(existsSync(folder), folder).toBe(false)
})
