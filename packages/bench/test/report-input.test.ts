// Which files the page is made of, and what is said of files that are something else.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { InputError, readInputs } from '../src/page/report-input.js'
import { formatReport } from '../src/report-file.js'
import { asBefore, casesFixture, growthFixture, pressureFixture } from './bench-reports.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-bench-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(name: string, content: object | string): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : formatReport(content))
  return path
}

test('what the benches write comes back as it was, also what they wrote before', () => {
  const cases = write('a.json', casesFixture())
  const pressure = write('b.json', pressureFixture())
  const growth = write('c.json', growthFixture(asBefore))
  const inputs = readInputs({ cases, pressure, growth }, '/nowhere')
  expect(inputs.cases).toEqual({ path: cases, report: casesFixture() })
  expect(inputs.pressure).toEqual({ path: pressure, report: pressureFixture() })
  expect(inputs.growth?.report).toEqual(growthFixture(asBefore))
})

test('without names, the newest of each kind in the folder', () => {
  write('cases-2026-11-24T09-00.json', 'not this one')
  const newest = write('cases-2026-11-25T09-00.json', casesFixture())
  write('cases-2026-11-26T09-00.html', 'nor this')
  expect(readInputs({}, folder)).toEqual({ cases: { path: newest, report: casesFixture() } })
})

test('a name goes before the folder', () => {
  write('pressure-2026-11-25.json', pressureFixture())
  const named = write('mine.json', pressureFixture(asBefore))
  expect(readInputs({ pressure: named }, folder).pressure?.path).toBe(named)
})

describe('one line says what is wrong with', () => {
  const complaint = (kind: 'cases' | 'pressure' | 'growth', path: string) => {
    try {
      readInputs({ [kind]: path }, '/nowhere')
    } catch (error) {
      expect(error).toBeInstanceOf(InputError)
      const { message } = error as Error
      expect(message).not.toContain('\n')
      expect(message.startsWith(`${path} `)).toBe(true)
      return message.slice(path.length + 1)
    }
    throw new Error('nothing was wrong')
  }

  test('a file that is not there', () => {
    expect(complaint('cases', join(folder, 'none.json'))).toMatch(/^cannot be read: ENOENT/)
  })

  test.each(['', 'hello\nworld', '{"bench":\n'])('text that is not JSON: %j', text => {
    expect(complaint('cases', write('a.json', text))).toMatch(/^is not JSON: /)
  })

  test.each(['[]', 'null', '3', '"cases"', '{}'])('JSON that is something else: %s', text => {
    expect(complaint('pressure', write('a.json', text))).toMatch(/^is not a report of the pressure bench: /)
  })

  test('a report of another bench', () => {
    expect(complaint('growth', write('a.json', casesFixture()))).toBe(
      'is a report of the 24 cases, not of the growth bench',
    )
  })

  test('a report of which a part is missing or wrong, by the place of it', () => {
    const report = casesFixture()
    const { cpu: _, ...machine } = report.machine
    expect(complaint('cases', write('a.json', { ...report, machine }))).toMatch(/: machine\.cpu: /)
    const rows = report.rows.map((row, i) => (i === 2 ? { ...row, medianUs: 'fast' } : row))
    expect(complaint('cases', write('b.json', { ...report, rows }))).toMatch(/: rows\.2\.medianUs: /)
    expect(complaint('cases', write('c.json', { ...report, rows: [] }))).toMatch(/: rows: /)
    const [first, ...others] = pressureFixture().rows
    const memory = { ...first!.memory, rssBytes: [1] }
    const uneven = { ...pressureFixture(), rows: [{ ...first, memory }, ...others] }
    expect(complaint('pressure', write('d.json', uneven))).toMatch(/: rows\.0\.memory: lists of different lengths/)
  })

  test('a folder without any', () => {
    expect(() => readInputs({}, folder)).toThrow(/^no reports in .*: run pnpm turbo bench/)
    expect(() => readInputs({}, join(folder, 'none'))).toThrow(InputError)
  })
})
