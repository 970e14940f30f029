// From files to reports: those that the user named, or the newest of each kind in this package's `reports` folder. A file that is not
// the report it should be is an error of one line.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { CaseReport } from '../cases/case-report.js'
import type { GrowthReport } from '../pressure/growth-report.js'
import type { PressureReport } from '../pressure/report.js'
import { caseReportSchema, growthReportSchema, pressureReportSchema } from './schema.js'

/** A file that cannot be read, or is not what it should be; the message is one line for the user. */
export class InputError extends Error {
  override readonly name = 'InputError'
}

/** A report, and the file that it is from. */
export interface Input<Report> {
  readonly path: string
  readonly report: Report
}

/** Absent where nobody measured. */
export interface BenchInputs {
  readonly cases?: Input<CaseReport> | undefined
  readonly pressure?: Input<PressureReport> | undefined
  readonly growth?: Input<GrowthReport> | undefined
}

export type BenchKind = keyof BenchInputs

export type InputPaths = { readonly [Kind in BenchKind]?: string | undefined }

const kindNames: Readonly<Record<BenchKind, string>> = {
  cases: 'the 24 cases',
  pressure: 'the pressure bench',
  growth: 'the growth bench',
}

/**
 * Reads what `named` names, and the newest file of each other kind in `folder`.
 *
 * @throws InputError a file cannot be read or is no report of its kind, or there is none at all
 */
export function readInputs(named: InputPaths, folder: string): BenchInputs {
  const read = <Report>(kind: BenchKind, schema: z.ZodType<Report>): Input<Report> | undefined => {
    const path = named[kind] ?? newestIn(folder, kind)
    return path === undefined ? undefined : { path, report: readReport(path, kind, schema) }
  }
  const inputs: BenchInputs = {
    cases: read('cases', caseReportSchema),
    pressure: read('pressure', pressureReportSchema),
    growth: read('growth', growthReportSchema),
  }
  if (Object.values(inputs).every(input => input === undefined)) {
    throw new InputError(
      `no reports in ${folder}: run pnpm turbo bench, or name files with --cases, --pressure, --growth`,
    )
  }
  return inputs
}

/** Reports are named after their kind and the time they began. */
function newestIn(folder: string, kind: BenchKind): string | undefined {
  if (!existsSync(folder)) return undefined
  const names = readdirSync(folder).filter(name => name.startsWith(`${kind}-`) && name.endsWith('.json'))
  const newest = names.sort().at(-1)
  return newest === undefined ? undefined : join(folder, newest)
}

function readReport<Report>(path: string, kind: BenchKind, schema: z.ZodType<Report>): Report {
  const value = parse(path)
  const isOther = z.object({ bench: z.enum(['cases', 'pressure', 'growth']) }).safeParse(value).data
  if (isOther !== undefined && isOther.bench !== kind) {
    throw new InputError(`${path} is a report of ${kindNames[isOther.bench]}, not of ${kindNames[kind]}`)
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const place = issue?.path.join('.') || 'all of it'
  throw new InputError(`${path} is not a report of ${kindNames[kind]}: ${place}: ${oneLine(issue?.message ?? 'wrong')}`)
}

function parse(path: string): unknown {
  const text = attempt(path, 'cannot be read', () => readFileSync(path, 'utf8'))
  return attempt(path, 'is not JSON', () => JSON.parse(text) as unknown)
}

function attempt<T>(path: string, complaint: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new InputError(`${path} ${complaint}: ${oneLine((error as Error).message)}`, { cause: error })
  }
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ')
