// Turns the command line of the 24 cases into a configuration, or into one line that says what is wrong with it.
import { parseFlags } from '../parse-flags.js'
import { UsageError } from '../usage-error.js'
import { allCases, type Case } from './case.js'

export interface CaseConfiguration {
  readonly cases: readonly Case[]
  readonly quick: boolean
  readonly rounds: number
  /** Milliseconds of timed work per case and round. */
  readonly roundMs: number
  readonly json: string | undefined
  readonly scratch: string | undefined
}

export const caseHelp = `Usage: pnpm turbo bench [-- flags]

The 24 cases of the reference's column pager bench, through ColumnPager, an always-paging policy and the native pager.

  --quick            two short rounds instead of seven: to see that it works, not for figures
  --only SUBSTRING   only the cases whose name contains it, such as rt/4KiB or lz4
  --json FILE        where the report goes (BENCH_JSON, or a new file in packages/bench/reports)
  --scratch DIR      where scratch segments live (BENCH_SCRATCH, or the system's temporary directory, or /var/tmp if that is in memory)
  -h, --help         print this

Exit codes: 0 done; 1 an error; 2 a wrong flag.
`

const options = {
  quick: { type: 'boolean' },
  only: { type: 'string' },
  json: { type: 'string' },
  scratch: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** @throws UsageError an unknown flag, a flag without its value, or `--only` without a case */
export function parseCaseArguments(argv: readonly string[], env: NodeJS.ProcessEnv): CaseConfiguration | 'help' {
  const values = parseFlags(argv, options)
  if (values.help) return 'help'
  const only = values.only ?? ''
  const cases = allCases().filter(({ name }) => name.includes(only))
  if (cases.length === 0)
    throw new UsageError(`--only ${only}: no case has this in its name; rt/4KiB/swap-warm/raw is one`)
  const quick = values.quick ?? false
  return {
    cases,
    quick,
    rounds: quick ? 2 : 7,
    roundMs: quick ? 10 : 60,
    json: values.json ?? (env.BENCH_JSON || undefined),
    scratch: values.scratch ?? (env.BENCH_SCRATCH || undefined),
  }
}
