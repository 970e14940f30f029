// The built report maker, as a user runs it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { formatReport } from '../src/report-file.js'
import { casesFixture } from './bench-reports.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-bench-test-'))
  writeFileSync(join(folder, 'cases.json'), formatReport(casesFixture()))
})
afterEach(() => rmSync(folder, { recursive: true }))

const program = fileURLToPath(new URL('../dist/report.js', import.meta.url))
const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder, TURBO_INVOCATION_DIR: undefined },
  })

test('--help prints the flags', () => {
  const { status, stdout } = run('--help')
  expect(status).toBe(0)
  for (const flag of ['--cases', '--pressure', '--growth', '--out', '--help']) expect(stdout).toContain(flag)
})

test('it writes a page, into folders that it makes', () => {
  const { status, stdout, stderr } = run('--cases', 'cases.json', '--out', 'deep/report.html')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toBe(`Report: ${join(folder, 'deep/report.html')}\n`)
  expect(readFileSync(join(folder, 'deep/report.html'), 'utf8')).toContain('data-chart="cases-rt"')
})

test('a wrong flag gets one line and exit code 2', () => {
  const { status, stdout, stderr } = run('--json', 'a')
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/^bench:report: [^\n]*--json[^\n]*\n$/)
})

test.each([
  [
    'not a report',
    ['--cases', 'package.json'],
    /^bench:report: [^\n]*package\.json is not a report of the 24 cases: [^\n]*\n$/,
  ],
  ['not there', ['--growth', 'none.json'], /^bench:report: [^\n]*none\.json cannot be read: ENOENT[^\n]*\n$/],
])('a file that is %s gets one line and exit code 1, and no page', (_, args, complaint) => {
  writeFileSync(join(folder, 'package.json'), '{ "name": "mine" }')
  const { status, stdout, stderr } = run(...args, '--out', 'report.html')
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(complaint)
  expect(readdirSync(folder)).not.toContain('report.html')
})
