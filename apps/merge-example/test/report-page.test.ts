// `--report FILE`, as a user runs it.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { start } from './program.js'

const folder = mkdtempSync(join(tmpdir(), 'merge-example-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const smallBudget = ['--worker-budget-mib', '1', '--shared-budget-mib', '1']
const flights = ['--rows', '60000', '--threads', '2', ...smallBudget]

describe('--report', () => {
  it('writes a page of the run, and leaves standard output to one JSON object', async () => {
    const page = join(folder, 'run.html')
    const { code, stdout } = await start([...flights, '--json', '--baseline', '--report', page])
    expect(code).toBe(0)
    expect(stdout.split('\n')).toHaveLength(2)
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, baseline: { state: 'done' }, configuration: { report: page } })
    const html = readFileSync(page, 'utf8')
    for (const text of ['60,000', 'data-chart="memory"', 'without paging', 'budget, 3 MiB'])
      expect(html).toContain(text)
  })

  it('writes it of a run that lost a row, too', async () => {
    const page = join(folder, 'lost.html')
    const { code } = await start([
      '--input',
      'synthetic',
      '--chain-mib',
      '4',
      '--lose-row',
      '--no-baseline',
      '--report',
      page,
    ])
    expect(code).toBe(1)
    expect(readFileSync(page, 'utf8')).toContain('The result is WRONG.')
  })

  it.each([
    ['in a folder that is not there', join(folder, 'none', 'run.html'), 'ENOENT'],
    ['that is a folder', folder, 'it is a directory'],
  ])('answers a file %s with one line, before it runs', async (_, page, reason) => {
    const { code, stdout, stderr } = await start([...flights, '--report', page])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^merge-example: cannot write --report [^\n]*\n$/)
    expect(stderr).toContain(reason)
    expect(existsSync(join(folder, 'none'))).toBe(false)
  })

  // To root every file is writable.
  it.runIf(process.getuid?.() !== 0)(
    'answers a file that may not be written with one line, before it runs',
    async () => {
      const page = join(folder, 'read-only.html')
      writeFileSync(page, 'old', { mode: 0o444 })
      const { code, stdout, stderr } = await start([...flights, '--report', page])
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(/^merge-example: cannot write --report [^\n]*EACCES[^\n]*\n$/)
    },
  )

  it.runIf(process.platform === 'linux')(
    'prints the result before a page that cannot be written after all',
    async () => {
      const { code, stdout, stderr } = await start([...flights, '--json', '--report', '/dev/full'])
      expect(code).toBe(1)
      expect(JSON.parse(stdout)).toMatchObject({ ok: true })
      expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^merge-example: cannot write --report \/dev\/full: ENOSPC/)
    },
  )

  it('loads nothing that draws where no page is wanted', () => {
    const built = readFileSync(new URL('../dist/main.js', import.meta.url), 'utf8')
    expect(built).toMatch(/import\("\.\/timeline-page-/)
    expect(built).not.toMatch(/from ["'](@spillway\/report|echarts)["']/)
  })
})
