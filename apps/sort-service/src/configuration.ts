// Turns a command line into what the service runs with, or into one line that says what is wrong with it.
import { parseArgs } from 'node:util'

export interface Configuration {
  readonly host: string
  readonly port: number
  readonly budgetBytes: number
  readonly codec: 'none' | 'lz4'
  readonly scratchDirectory: string | undefined
  readonly scratchLimitBytes: number
  readonly uploadLimitBytes: number
  readonly lineLimitBytes: number
  readonly concurrency: number
  readonly graceSeconds: number
}

/** A command line that means nothing: the message is one line for the user, who gets exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const helpText = `Usage: node dist/main.js [flags]

An HTTP service that sorts lines: more of them than fit in its memory.

  POST /sort      the lines of the body, in the order of their bytes
  GET  /metrics   for Prometheus
  GET  /healthz   200 while it takes work, 503 while sorts end after SIGTERM or SIGINT

  --host NAME            where to listen (127.0.0.1)
  --port N               0 is any free one (8080)
  --budget-mib N         lines that may stay in memory, of all sorts together (16)
  --codec none|lz4       how lines are stored (none)
  --scratch DIR          where scratch segments live (the system's temporary directory,
                         or /var/tmp if that is in memory)
  --scratch-limit-mib N  the most that they may occupy (what the file system has)
  --upload-limit-mib N   the largest body (16384)
  --line-limit-kib N     the longest line (1024)
  --concurrency N        sorts at a time; others are told to come again (2)
  --grace-seconds N      how long sorts may go on after SIGTERM or SIGINT (30)
  -h, --help             print this

Exit codes: 0 it was told to stop, and did; 1 it could not start; 2 a wrong flag.
`

const string = { type: 'string' } as const
const options = {
  host: string,
  port: string,
  'budget-mib': string,
  codec: string,
  scratch: string,
  'scratch-limit-mib': string,
  'upload-limit-mib': string,
  'line-limit-kib': string,
  concurrency: string,
  'grace-seconds': string,
  help: { type: 'boolean', short: 'h' },
} as const

/**
 * What `argv` (without node and the program) asks for, or 'help'.
 *
 * @throws UsageError an unknown flag, or a value that it does not take
 */
export function parseConfiguration(argv: readonly string[]): Configuration | 'help' {
  const values = parseFlags(argv)
  if (values.help) return 'help'
  const { codec = 'none', scratch } = values
  // An empty host is every interface to the socket, and an empty directory is none.
  if (values.host === '') throw new UsageError('--host must name a host or an address')
  if (scratch === '') throw new UsageError('--scratch must name a directory')
  if (codec !== 'none' && codec !== 'lz4') throw new UsageError(`--codec must be none or lz4, not '${codec}'`)
  const whole = (name: Exclude<keyof typeof options, 'help'>, absent: number, least: number, most: number) => {
    const text = values[name]
    if (text === undefined) return absent
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new UsageError(`--${name} must be a whole number from ${least} to ${most}, not '${text}'`)
  }
  const mib = 2 ** 20
  return {
    host: values.host ?? '127.0.0.1',
    port: whole('port', 8080, 0, 65_535),
    budgetBytes: whole('budget-mib', 16, 0, 2 ** 20) * mib,
    codec,
    scratchDirectory: scratch,
    scratchLimitBytes: whole('scratch-limit-mib', Number.POSITIVE_INFINITY, 1, 2 ** 30) * mib,
    uploadLimitBytes: whole('upload-limit-mib', 16_384, 1, 2 ** 30) * mib,
    lineLimitBytes: whole('line-limit-kib', 1024, 1, 2 ** 16) * 1024,
    concurrency: whole('concurrency', 2, 1, 64),
    graceSeconds: whole('grace-seconds', 30, 0, 3600),
  }
}

function parseFlags(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options }).values
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}; see --help`)
  }
}
