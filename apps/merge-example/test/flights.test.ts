// Everything but the size of the data: what the flights job promises for every backend, codec and number of threads. Each two of these
// meet here; flights.long.ts has all combinations, on all flights.
import { describe, expect, it } from 'vitest'
import { runJson, start } from './program.js'

const slice = ['--rows', '180000', '--worker-budget-mib', '1', '--shared-budget-mib', '2']

describe('the flights', () => {
  it('come to the same result without paging, and for every backend, codec and number of threads', async () => {
    const resident = await runJson(...slice, '--no-paging')
    expect(resident).toMatchObject({
      code: 0,
      ok: true,
      rowsIn: 180_000,
      sorted: true,
      bytesPagedOut: 0,
      bytesStored: 0,
    })
    expect(resident.rowsOut).toBeLessThan(180_000)
    const same = { code: 0, ok: true, rowsIn: 180_000, rowsOut: resident.rowsOut, checksum: resident.checksum }
    for (const [backend, codec, threads] of [
      ['swap', 'none', '1'],
      ['swap', 'lz4', '2'],
      ['file', 'none', '2'],
      ['file', 'lz4', '1'],
    ] as const) {
      const run = await runJson(...slice, '--backend', backend, '--codec', codec, '--threads', threads)
      expect(run).toMatchObject({ ...same, backend, codec, threads: Number(threads) })
      // Runs of two threads are shorter, and they have more of their own budget.
      expect(run.bytesPagedOut).toBeGreaterThan(2 * 2 ** 20)
      if (codec === 'none') expect(run.bytesStored).toBe(run.bytesPagedOut)
      else expect(run.bytesStored).toBeLessThan(0.8 * run.bytesPagedOut)
    }
  })

  it('are repeated later, so that no row is twice', async () => {
    const argv = ['--rows', '60000', '--worker-budget-mib', '1', '--shared-budget-mib', '0']
    const once = await runJson(...argv)
    const twice = await runJson(...argv, '--scale', '2')
    expect(twice).toMatchObject({ code: 0, ok: true, rowsIn: 120_000, rowsOut: 2 * once.rowsOut })
    expect(twice.checksum).not.toBe(once.checksum)
  })

  it('notice a row that is lost, and fail', async () => {
    const run = await runJson('--rows', '60000', '--lose-row', '--threads', '2')
    expect(run).toMatchObject({ code: 1, ok: false, rowsIn: 60_000, sorted: true })
    expect(run.checksum).not.toBe(run.checksumIn)
  })

  it('are compared with a process that pages nothing, and the table says so', async () => {
    const { code, stdout, stderr } = await start(['--rows', '60000'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/rows in +60,000\n/)
    expect(stdout).toMatch(/without paging +\d+ MiB in \d+\.\d\d s, checksum [0-9a-f]{16}\n/)
    expect(stdout).toMatch(/every row came back +yes, in order\n/)
    expect(stderr).toMatch(/merge: 60k of 60k rows in/)
  })
})
