// The flags, the help, and the exit codes that it promises.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseConfiguration, UsageError } from '../src/configuration.js'
import { program, Service } from './support/service.js'

function run(...flags: string[]) {
  // A service that starts where it should not would never end.
  const limits = { encoding: 'utf8', timeout: 60_000 } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...flags], limits)
  return { status, stdout, stderr }
}

test('--help names every flag, and its default', () => {
  const { status, stdout, stderr } = run('--help')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  for (const flag of ['host', 'port', 'budget-mib', 'codec', 'scratch', 'scratch-limit-mib', 'upload-limit-mib']) {
    expect(stdout).toMatch(new RegExp(`--${flag}\\b`))
  }
  const defaults = parseConfiguration([])
  if (defaults === 'help') throw new Error('no flags are no call for help')
  const { budgetBytes, uploadLimitBytes, lineLimitBytes, port, concurrency, graceSeconds } = defaults
  const mib = [budgetBytes, uploadLimitBytes].map(bytes => bytes / 2 ** 20)
  for (const number of [...mib, lineLimitBytes / 1024, port, concurrency, graceSeconds]) {
    expect(stdout).toContain(`(${number})`)
  }
})

test.each([
  [['--sideways'], '--sideways'],
  [['--port', '65536'], '--port must be a whole number from 0 to 65535'],
  [['--budget-mib', 'much'], '--budget-mib'],
  [['--codec', 'zip'], '--codec must be none or lz4'],
  [['--scratch'], '--scratch'],
  [['--scratch='], '--scratch must name a directory'],
  [['--host='], '--host must name a host'],
  [['file'], 'file'],
])('%j is a wrong command line', (flags, message) => {
  expect(() => parseConfiguration(flags)).toThrow(UsageError)
  const { status, stdout, stderr } = run(...flags)
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/^sort-service: .*\n$/)
  expect(stderr).toContain(message)
})

test.each([
  ['/nonexistent', 'cannot use --scratch /nonexistent: '],
  [import.meta.filename, `cannot use --scratch ${import.meta.filename}: `],
  ...(process.platform === 'linux' ? [['/dev/shm', '/dev/shm is in memory']] : []),
])('a scratch directory that cannot work, %s, is said at once, with exit code 1', (directory, message) => {
  const { status, stdout, stderr } = run('--port', '0', '--scratch', directory!)
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(/^sort-service: .*\n$/)
  expect(stderr).toContain(message)
})

test('a reader that has gone away ends it quietly', async () => {
  const child = spawn(process.execPath, [program, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  let said = ''
  child.stderr.on('data', text => {
    said += text
  })
  expect(await once(child, 'close')).toEqual([0, null])
  expect(said).toBe('')
})

test.runIf(process.platform === 'linux')('output that cannot be written is one line, with exit code 1', () => {
  const full = openSync('/dev/full', 'w')
  const { status, stderr } = spawnSync(process.execPath, [program, '--port', '0'], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
    timeout: 60_000,
  })
  closeSync(full)
  expect(status).toBe(1)
  expect(stderr).toMatch(/^sort-service: cannot write to standard output: ENOSPC[^\n]*\n$/)
})

test('a port that is taken is said, with exit code 1', async () => {
  await using service = await Service.start()
  const { status, stderr } = run('--port', new URL(service.url).port)
  expect(status).toBe(1)
  expect(stderr).toContain('EADDRINUSE')
})
