// Turns the command line of the report maker into paths, or into one line that says what is wrong with it.
import { parseFlags } from '../parse-flags.js'
import { UsageError } from '../usage-error.js'
import type { InputPaths } from './report-input.js'

export interface PageConfiguration {
  readonly inputs: InputPaths
  readonly out: string | undefined
}

export const pageHelp = `Usage: pnpm bench:report [flags]

One HTML file of what the benches measured: charts, tables, and the configuration and machine of every run. Needs nothing else to be
looked at, sent, or printed.

  --cases FILE     JSON of pnpm turbo bench
  --pressure FILE  JSON of pnpm bench:pressure
  --growth FILE    JSON of pnpm bench:pressure --growth
                   (each: the newest in packages/bench/reports; what is not there is said to be missing)
  --out FILE       where the page goes (a new file in packages/bench/reports)
  -h, --help       print this

Exit codes: 0 done; 1 a file is not a report, or cannot be read or written; 2 a wrong flag.
`

const options = {
  cases: { type: 'string' },
  pressure: { type: 'string' },
  growth: { type: 'string' },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** @throws UsageError an unknown flag, or a flag without its value */
export function parsePageArguments(argv: readonly string[]): PageConfiguration | 'help' {
  const { help, out, ...inputs } = parseFlags(argv, options)
  if (help) return 'help'
  for (const [name, path] of Object.entries({ ...inputs, out })) {
    if (path === '') throw new UsageError(`--${name} must name a file`)
  }
  return { inputs, out }
}
