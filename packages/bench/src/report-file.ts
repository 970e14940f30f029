// Where a report goes: the file that the user named, or a new one in this package's `reports` folder, which git ignores.
import { accessSync, constants, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ExpectedError } from './expected-error.js'

export const reportsFolder = join(dirname(fileURLToPath(import.meta.url)), '..', 'reports')

/** `path` is relative to where the user stood: turbo and package managers change the directory, and say where it was. */
export function userPath(path: string): string {
  return resolve(process.env.TURBO_INVOCATION_DIR ?? process.env.INIT_CWD ?? process.cwd(), path)
}

export function reportPath(named: string | undefined, kind: string, startedAt: string, extension = 'json'): string {
  if (named !== undefined) return userPath(named)
  return join(reportsFolder, `${kind}-${startedAt.replace(/[:.]/g, '-')}.${extension}`)
}

/**
 * Makes the folder of `path`, and looks whether a report can be written there: before it is measured, not after.
 *
 * @throws ExpectedError it cannot
 */
export function requireReportPlace(path: string): void {
  orSayWhere(path, () => {
    mkdirSync(dirname(path), { recursive: true })
    const there = statSync(path, { throwIfNoEntry: false })
    if (there?.isDirectory()) throw new Error('it is a directory')
    accessSync(there === undefined ? dirname(path) : path, constants.W_OK)
  })
}

/** @throws ExpectedError it cannot be written */
export function writeReport(path: string, report: object): void {
  orSayWhere(path, () => writeFileSync(path, `${formatReport(report)}\n`))
}

function orSayWhere(path: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    throw new ExpectedError(`cannot write the report to ${path}: ${(error as Error).message}`, { cause: error })
  }
}

/** Indented, for people; but a list of numbers is one line, for those who have to scroll past it. */
export function formatReport(report: object): string {
  // Line breaks stand outside of strings only, where JSON writes them as two characters.
  return JSON.stringify(report, undefined, 2).replace(
    /\[\n\s*(-?\d[-+.\deE,\s]*?)\n\s*\]/g,
    (_, numbers: string) => `[${numbers.replace(/,\n\s*/g, ', ')}]`,
  )
}
