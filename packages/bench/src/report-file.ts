// Where a report goes: the file that the user named, or a new one in this package's `reports` folder, which git ignores.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `named` is relative to where the user stood: package managers change the directory, and say so in `INIT_CWD`. */
export function reportPath(named: string | undefined, kind: string, startedAt: string): string {
  if (named !== undefined) return resolve(process.env.INIT_CWD ?? process.cwd(), named)
  const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'reports')
  return join(folder, `${kind}-${startedAt.replace(/[:.]/g, '-')}.json`)
}

export function writeReport(path: string, report: object): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(report, undefined, 2)}\n`)
}
