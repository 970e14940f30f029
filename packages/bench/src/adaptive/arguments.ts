// The command line of the bench of the adaptive codec.
import { parseFlags } from '../parse-flags.js'
import { userPath } from '../report-file.js'
import { UsageError } from '../usage-error.js'

export interface AdaptiveConfiguration {
  readonly columns: number
  readonly columnBytes: number
  /** Columns that are out at a time. */
  readonly lag: number
  readonly rounds: number
  readonly throttleBytesPerSecond: number | undefined
  readonly scratch: string | undefined
}

const defaults = { columns: '200', kib: '2048', lag: '50', rounds: '3', 'throttle-mb': '0' } as const

export const adaptiveHelp = `Usage: pnpm bench:adaptive [flags]

Pages streams of columns to disk and takes them back: raw, lz4, and as AdaptiveCodecPolicy chooses, each in turn.

  --columns N      of each stream (${defaults.columns})
  --kib N          of each column (${defaults.kib})
  --lag N          columns that are out at a time (${defaults.lag})
  --rounds N       the median of them is printed (${defaults.rounds})
  --throttle-mb N  what the disk may read and write in a second, by a cgroup that needs root; 0 is what it can (${defaults['throttle-mb']})
  --scratch DIR    where scratch segments live (the system's temporary directory, or /var/tmp if that is in memory)
  -h, --help       print this

Exit codes: 0 done; 1 an error; 2 a wrong flag.
`

const text = { type: 'string' } as const
const options = {
  columns: text,
  kib: text,
  lag: text,
  rounds: text,
  'throttle-mb': text,
  scratch: text,
  help: { type: 'boolean', short: 'h' },
} as const

/** @throws UsageError an unknown flag, or a value out of range */
export function parseAdaptiveArguments(argv: readonly string[]): AdaptiveConfiguration | 'help' {
  const values = parseFlags(argv, options)
  if (values.help) return 'help'
  const whole = (name: keyof typeof defaults, min: number, max: number) => {
    const text = values[name] ?? defaults[name]
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    throw new UsageError(`--${name} must be a whole number from ${min} to ${max}, not '${text}'`)
  }
  const throttleMb = whole('throttle-mb', 0, 1_000_000)
  return {
    columns: whole('columns', 1, 1_000_000),
    columnBytes: whole('kib', 1, 2 ** 20) * 1024,
    lag: whole('lag', 1, 1_000_000),
    rounds: whole('rounds', 1, 1000),
    throttleBytesPerSecond: throttleMb === 0 ? undefined : throttleMb * 1_000_000,
    scratch: values.scratch === undefined ? undefined : userPath(values.scratch),
  }
}
