// The flags of a command line, for all programs that measure: one that is wrong is said in one line, and so is a path that is empty.
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { UsageError } from './usage-error.js'

type Options = NonNullable<ParseArgsConfig['options']>
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values']

/** @throws UsageError an unknown flag, a flag without its value, `--json` or `--scratch` that name nothing, or something that is no flag */
export function parseFlags<const O extends Options>(argv: readonly string[], options: O): Values<O> {
  const values = parse(argv, options)
  if (values.json === '') throw new UsageError('--json must name a file')
  if (values.scratch === '') throw new UsageError('--scratch must name a directory')
  return values as Values<O>
}

function parse(argv: readonly string[], options: Options): Record<string, unknown> {
  try {
    // turbo and pnpm hand their own separator on.
    return parseArgs({ args: argv[0] === '--' ? argv.slice(1) : [...argv], options }).values
  } catch (error) {
    const [firstLine] = (error as Error).message.split('\n')
    throw new UsageError(firstLine, { cause: error })
  }
}
