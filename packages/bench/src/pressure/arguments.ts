// Turns the command line of the pressure bench into a configuration, or into one line that says what is wrong with it.
import { tmpdir } from 'node:os'
import { chunkBytes } from '../contenders/chunk-store.js'
import { parseFlags } from '../parse-flags.js'
import { userPath } from '../report-file.js'
import { UsageError } from '../usage-error.js'
import { type PressureRun, planGrowth, planRuns } from './plan.js'

export interface PressureConfiguration {
  /** `pressure`: every contender on one job. `growth`: one job as its data grows. */
  readonly bench: 'pressure' | 'growth'
  readonly runs: readonly PressureRun[]
  readonly rounds: number
  readonly json: string | undefined
  readonly scratch: string
}

export const pressureHelp = `Usage: pnpm bench:pressure [flags]

The synthetic merge in a memory cgroup smaller than its data: Spillway, what one would write by hand, the kernel's swap, and the
device itself. Runs take turns; every run is a process of its own. Needs Linux, and rights to make a cgroup (and, for the
swap runs, a swap file); makes and removes both.

  --rounds N         how often each run is made; figures are medians (3)
  --chain-mib N      MiB of all chains of a run together (4096)
  --cap-mib N        MiB of memory that a run may hold (1024)
  --growth           instead: the cost per GiB as the working set grows to 1, 2, 4 and 8 times the cap (256 MiB)
  --quick            --rounds 1 --chain-mib 512 --cap-mib 256, or --cap-mib 128 with --growth: to see that it works,
                     not for figures
  --only SUBSTRING   only the runs whose name contains it, such as spillway-file or 2t
  --json FILE        where the report goes (BENCH_JSON, or a new file in packages/bench/reports)
  --scratch DIR      a folder on the disk to measure (BENCH_SCRATCH, or the system's temporary folder)
  -h, --help         print this

Exit codes: 0 all runs were made; 1 one was not, or an error; 2 a wrong flag.
`

const options = {
  rounds: { type: 'string' },
  'chain-mib': { type: 'string' },
  'cap-mib': { type: 'string' },
  growth: { type: 'boolean' },
  quick: { type: 'boolean' },
  only: { type: 'string' },
  json: { type: 'string' },
  scratch: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

const mib = 2 ** 20
/** Two threads with two chains each of whole chunks. */
const chainUnitMib = (4 * chunkBytes) / mib

/** @throws UsageError an unknown flag, a flag without its value, a value out of range, or `--only` without a run */
export function parsePressureArguments(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): PressureConfiguration | 'help' {
  const values = parseFlags(argv, options)
  if (values.help) return 'help'
  const whole = (name: 'rounds' | 'chain-mib' | 'cap-mib', fallback: number, min: number, max: number) => {
    const text = values[name] ?? String(fallback)
    if (!/^\d+$/.test(text) || Number(text) < min || Number(text) > max) {
      throw new UsageError(`--${name} must be a whole number from ${min} to ${max}, not '${text}'`)
    }
    return Number(text)
  }
  const quick = values.quick ?? false
  const growth = values.growth ?? false
  if (growth && values['chain-mib'] !== undefined)
    throw new UsageError('--growth chooses the chains: leave --chain-mib')
  const chainMib = whole('chain-mib', quick ? 512 : 4096, chainUnitMib, 2 ** 20)
  if (chainMib % chainUnitMib !== 0) throw new UsageError(`--chain-mib must be a multiple of ${chainUnitMib}`)
  const usualCapMib = growth ? (quick ? 128 : 256) : quick ? 256 : 1024
  const capMib = whole('cap-mib', usualCapMib, 128, 2 ** 20)
  if (growth && capMib % chainUnitMib !== 0) {
    throw new UsageError(`--cap-mib must be a multiple of ${chainUnitMib} with --growth`)
  }
  const only = values.only ?? ''
  const plan = growth ? planGrowth(capMib * mib) : planRuns(chainMib * mib, capMib * mib)
  const runs = plan.filter(({ name }) => name.includes(only))
  if (runs.length === 0) {
    throw new UsageError(`--only ${only}: no run has this in its name; spillway-file/raw/incompressible/1t is one`)
  }
  return {
    bench: growth ? 'growth' : 'pressure',
    runs,
    rounds: whole('rounds', quick ? 1 : 3, 1, 100),
    json: values.json ?? (env.BENCH_JSON || undefined),
    scratch: userPath(values.scratch ?? (env.BENCH_SCRATCH || tmpdir())),
  }
}
