// Turns a command line into a configuration, or into one line that says what is wrong with it. Reads nothing else.
import { parseArgs } from 'node:util'
import type { Configuration } from './configuration.js'

/** A command line that means nothing: the message is one line for the user, who gets exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

const defaults = {
  input: 'flights',
  backend: 'file',
  codec: 'none',
  threads: '1',
  'worker-budget-mib': '8',
  'shared-budget-mib': '24',
  'chain-mib': '256',
  scale: '1',
} as const

const options = {
  input: { type: 'string' },
  backend: { type: 'string' },
  codec: { type: 'string' },
  threads: { type: 'string' },
  'worker-budget-mib': { type: 'string' },
  'shared-budget-mib': { type: 'string' },
  'chain-mib': { type: 'string' },
  scale: { type: 'string' },
  rows: { type: 'string' },
  scratch: { type: 'string' },
  json: { type: 'boolean' },
  report: { type: 'string' },
  baseline: { type: 'boolean' },
  'no-baseline': { type: 'boolean' },
  'no-paging': { type: 'boolean' },
  eviction: { type: 'boolean' },
  'lose-row': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

type OptionName = keyof typeof options

export const helpText = `Usage: node dist/main.js [flags]

Sorts and merges more data than its memory budget holds, and proves that every row came back.

  --input flights|synthetic  three million flights, or two chains of 2 MiB chunks (${defaults.input})
  --backend swap|file        where paged columns go: left to the kernel, or scratch segments (${defaults.backend})
  --codec none|lz4           how they are stored (${defaults.codec})
  --threads N                merging threads, which share one pager and one budget (${defaults.threads})
  --worker-budget-mib N      MiB that each thread may keep resident of its own (${defaults['worker-budget-mib']})
  --shared-budget-mib N      MiB more that all threads share (${defaults['shared-budget-mib']})
  --scale N                  flights: the data N times, each half a year later (${defaults.scale})
  --rows N                   flights: only the first N (all)
  --chain-mib N              synthetic: size of each of a thread's two chains (${defaults['chain-mib']})
  --scratch DIR              where scratch segments live (the system's temporary directory, or /var/tmp if that is
                             in memory)
  --eviction                 flights: merge young runs as they come, and page out older columns in their place
  --no-paging                keep everything resident: the same job without paging
  --baseline, --no-baseline  also run the job without paging in a child process, to compare memory
                             (yes; with --json or --no-paging no)
  --lose-row                 lose one row on purpose: the run must notice, and fail
  --report FILE              also write a page of HTML: memory, and bytes out and in, over time
  --json                     print one JSON object on standard output, and nothing else there
  -h, --help                 print this

Exit codes: 0 every row came back and the result is sorted; 1 not so, or an error; 2 a wrong flag.
`

/**
 * The configuration that `argv` (without node and the program) asks for, or 'help'.
 *
 * @throws UsageError an unknown flag, a flag without its value, or a value out of range
 */
export function parseArguments(argv: readonly string[]): Configuration | 'help' {
  const values = parseFlags(argv)
  if (values.help) return 'help'
  const text = (name: keyof typeof defaults) => values[name] ?? defaults[name]
  const choice = <T extends string>(name: keyof typeof defaults, allowed: readonly T[]): T => {
    const found = allowed.find(value => value === text(name))
    if (found === undefined) throw new UsageError(`--${name} must be ${allowed.join(' or ')}, not '${text(name)}'`)
    return found
  }
  const whole = (name: keyof typeof defaults, min: number, max: number) => wholeNumber(name, text(name), min, max)
  if (values.baseline && values['no-baseline']) throw new UsageError('--baseline and --no-baseline exclude each other')
  if (values.report === '') throw new UsageError('--report must name a file')
  if (values.scratch === '') throw new UsageError('--scratch must name a directory')
  const json = values.json ?? false
  const paging = !values['no-paging']
  const configuration: Configuration = {
    input: choice('input', ['flights', 'synthetic']),
    backend: choice('backend', ['swap', 'file']),
    codec: choice('codec', ['none', 'lz4']),
    threads: whole('threads', 1, 64),
    workerBudgetMib: whole('worker-budget-mib', 0, 2 ** 20),
    sharedBudgetMib: whole('shared-budget-mib', 0, 2 ** 20),
    chainMib: whole('chain-mib', 2, 2 ** 19),
    scale: whole('scale', 1, 10_000),
    rows: values.rows === undefined ? undefined : wholeNumber('rows', values.rows, 1, 2 ** 31),
    scratch: values.scratch,
    paging,
    baseline: values.baseline ?? (!values['no-baseline'] && !json && paging),
    json,
    report: values.report,
    eviction: values.eviction ?? false,
    loseRow: values['lose-row'] ?? false,
  }
  if (configuration.chainMib % 2 !== 0) throw new UsageError(`--chain-mib must be even, because chunks are 2 MiB`)
  return configuration
}

/** The flags that make another process run `configuration`. */
export function formatArguments(configuration: Configuration): string[] {
  return [
    `--input=${configuration.input}`,
    `--backend=${configuration.backend}`,
    `--codec=${configuration.codec}`,
    `--threads=${configuration.threads}`,
    `--worker-budget-mib=${configuration.workerBudgetMib}`,
    `--shared-budget-mib=${configuration.sharedBudgetMib}`,
    `--chain-mib=${configuration.chainMib}`,
    `--scale=${configuration.scale}`,
    ...(configuration.rows === undefined ? [] : [`--rows=${configuration.rows}`]),
    ...(configuration.scratch === undefined ? [] : [`--scratch=${configuration.scratch}`]),
    ...(configuration.paging ? [] : ['--no-paging']),
    configuration.baseline ? '--baseline' : '--no-baseline',
    ...(configuration.eviction ? ['--eviction'] : []),
    ...(configuration.json ? ['--json'] : []),
    ...(configuration.report === undefined ? [] : [`--report=${configuration.report}`]),
    ...(configuration.loseRow ? ['--lose-row'] : []),
  ]
}

function wholeNumber(name: OptionName, text: string, min: number, max: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new UsageError(`--${name} must be a whole number from ${min} to ${max}, not '${text}'`)
}

function parseFlags(argv: readonly string[]) {
  const { values, tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`unexpected argument '${token.value}'; see --help`)
    if (token.kind === 'option-terminator') continue
    if (!Object.hasOwn(options, token.name)) throw new UsageError(`unknown flag '${token.rawName}'; see --help`)
    const takesValue = options[token.name as OptionName].type === 'string'
    const hasValue = typeof token.value === 'string' && (token.inlineValue || !token.value.startsWith('--'))
    if (takesValue && !hasValue) throw new UsageError(`--${token.name} needs a value; see --help`)
    if (!takesValue && token.value !== undefined) throw new UsageError(`--${token.name} takes no value`)
  }
  // The loop above checked what the looser type cannot say: strings where strings are due, booleans elsewhere.
  return values as { [Name in OptionName]?: (typeof options)[Name]['type'] extends 'string' ? string : boolean }
}
