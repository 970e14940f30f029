// Where a report goes: the file that the user named, or a new one in this package's `reports` folder, which git ignores.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const reportsFolder = join(dirname(fileURLToPath(import.meta.url)), '..', 'reports')

/** `path` is relative to where the user stood: package managers change the directory, and say so in `INIT_CWD`. */
export function userPath(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path)
}

export function reportPath(named: string | undefined, kind: string, startedAt: string, extension = 'json'): string {
  if (named !== undefined) return userPath(named)
  return join(reportsFolder, `${kind}-${startedAt.replace(/[:.]/g, '-')}.${extension}`)
}

export function writeReport(path: string, report: object): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${formatReport(report)}\n`)
}

/** Indented, for people; but a list of numbers is one line, for those who have to scroll past it. */
export function formatReport(report: object): string {
  // Line breaks stand outside of strings only, where JSON writes them as two characters.
  return JSON.stringify(report, undefined, 2).replace(
    /\[\n\s*(-?\d[-+.\deE,\s]*?)\n\s*\]/g,
    (_, numbers: string) => `[${numbers.replace(/,\n\s*/g, ', ')}]`,
  )
}
