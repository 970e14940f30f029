import { describe, expect, it } from 'vitest'
import { parseArguments } from '../src/arguments.js'
import type { Configuration } from '../src/configuration.js'
import { formatJson, formatTable, isOk, type Report } from '../src/report.js'
import { result } from './job-result.js'

function reportOf(changes: Partial<Report> = {}, ...argv: string[]): Report {
  const configuration = parseArguments(argv) as Configuration
  return { configuration, result, peakRssBytes: 150 * 2 ** 20, baseline: undefined, ...changes }
}

describe('the report', () => {
  it('is one JSON object on one line, with everything that the run found and how it was configured', () => {
    const report = reportOf({}, '--codec', 'lz4', '--json')
    const json = formatJson(report)
    expect(json).not.toContain('\n')
    const { startMs: _, ...found } = result
    expect(JSON.parse(json)).toEqual({
      ...found,
      ok: true,
      input: 'flights',
      backend: 'file',
      codec: 'lz4',
      threads: 1,
      throughGiBPerSecond: 0.25,
      peakRssBytes: 150 * 2 ** 20,
      budgetBytes: 32 * 2 ** 20,
      baseline: null,
      configuration: { ...report.configuration },
    })
  })

  it('gives the sink as a string of decimal digits, which no number could hold', () => {
    const synthetic = { ...result, sink: 2n ** 64n - 1n }
    expect(JSON.parse(formatJson(reportOf({ result: synthetic })))).toMatchObject({ sink: '18446744073709551615' })
    expect(formatTable(reportOf({ result: synthetic }))).toContain('18446744073709551615')
  })

  it('is not ok when a row was lost, was altered, or is out of order', () => {
    expect(isOk(reportOf())).toBe(true)
    expect(isOk(reportOf({ result: { ...result, checksum: '0123456789abcdee' } }))).toBe(false)
    expect(isOk(reportOf({ result: { ...result, sorted: false } }))).toBe(false)
  })

  it('is not ok when the job came to another result without paging', () => {
    const baseline = { state: 'done', peakRssBytes: 1, wallSeconds: 1, checksum: result.checksum } as const
    expect(isOk(reportOf({ baseline }))).toBe(true)
    expect(isOk(reportOf({ baseline: { ...baseline, checksum: '00' } }))).toBe(false)
    expect(isOk(reportOf({ baseline: { state: 'failed', reason: 'SIGKILL' } }))).toBe(true)
  })

  it('is a table for people that says the same', () => {
    const baseline = { state: 'done', peakRssBytes: 300 * 2 ** 20, wallSeconds: 5, checksum: result.checksum } as const
    const table = formatTable(reportOf({ baseline }, '--threads', '2'))
    for (const text of [
      '2 threads',
      'budget 40 MiB',
      '2,999,809',
      '100 MiB, stored as 50 MiB',
      '0.250 GiB/s',
      '150 MiB',
      '300 MiB',
      'yes',
    ]) {
      expect(table).toContain(text)
    }
    const lost = formatTable(reportOf({ result: { ...result, checksum: 'ffffffffffffffff' } }))
    expect(lost).toMatch(/every row came back +NO/)
    expect(lost).toContain('ffffffffffffffff, of the input 0123456789abcdef')
  })
})
