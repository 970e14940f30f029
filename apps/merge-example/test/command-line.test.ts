import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { mountSmallDisk } from '../../../packages/pager-native/test/support/small-disk.js'
import { program, start } from './program.js'

const scratch = mkdtempSync(join(tmpdir(), 'merge-example-test-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const everythingPaged = ['--worker-budget-mib', '0', '--shared-budget-mib', '0']

describe('the program', () => {
  it('prints its help, and nothing else', async () => {
    const { code, stdout, stderr } = await start(['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('--backend swap|file')
  })

  it('answers a wrong flag with one line and exit code 2', async () => {
    const { code, stdout, stderr } = await start(['--backend', 'tape'])
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: "merge-example: --backend must be swap or file, not 'tape'\n",
    })
  })

  it.each([
    ['does not exist', '/no/such/directory', 'ENOENT'],
    ['is not a directory', import.meta.filename, 'it is not a directory'],
  ])('answers a scratch directory that %s with one line and exit code 1', async (_, directory, reason) => {
    const { code, stdout, stderr } = await start(['--scratch', directory, '--json'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^merge-example: cannot use --scratch [^\n]*\n$/)
    expect(stderr).toContain(directory)
    expect(stderr).toContain(reason)
  })

  it.runIf(process.platform === 'linux')(
    'answers a scratch directory in memory in one line that names the flag',
    async () => {
      const { code, stdout, stderr } = await start([
        '--scratch',
        '/dev/shm',
        '--rows',
        '100000',
        '--json',
        ...everythingPaged,
      ])
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^merge-example: \/dev\/shm is in memory.*--scratch$/)
    },
  )

  it('answers a scratch directory that is full with one line that names it', async context => {
    const disk = mountSmallDisk(16 * 2 ** 20)
    if (typeof disk === 'string') return context.skip(disk)
    try {
      const argv = ['--input', 'synthetic', '--chain-mib', '32', '--no-baseline', '--scratch', disk.path]
      const { code, stdout, stderr } = await start([...argv, ...everythingPaged])
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^merge-example: --scratch [^\n]* is full: /)
      expect(stderr).toContain(disk.path)
    } finally {
      disk.unmount()
    }
  })

  it('ends quietly when its reader has gone away', async () => {
    const child = spawn(process.execPath, [program, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.destroy()
    let said = ''
    child.stderr.on('data', text => {
      said += text
    })
    expect(await once(child, 'close')).toEqual([0, null])
    expect(said).toBe('')
  })

  it.runIf(process.platform === 'linux')('answers output that cannot be written with one line and exit code 1', () => {
    const full = openSync('/dev/full', 'w')
    const stdio = ['ignore', full, 'pipe'] as const
    const { status, stderr } = spawnSync(process.execPath, [program, '--help'], { stdio: [...stdio], encoding: 'utf8' })
    closeSync(full)
    expect(status).toBe(1)
    expect(stderr).toMatch(/^merge-example: cannot write to standard output: ENOSPC[^\n]*\n$/)
  })

  it('leaves nothing behind when it is interrupted in the middle', async () => {
    const argv = ['--input', 'synthetic', '--chain-mib', '65536', '--scratch', scratch, ...everythingPaged]
    const { code, stdout, stderr } = await start(argv, (text, kill) => {
      if (/[1-9]\d* of/.test(text)) kill('SIGINT')
    })
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(stderr).toMatch(/chunks\/s/)
    expect(readdirSync(scratch)).toEqual([])
  })
})
