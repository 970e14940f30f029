// The flags of a command line, for all programs of this package: one that is wrong is said in one line.
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { UsageError } from './usage-error.js'

type Options = NonNullable<ParseArgsConfig['options']>
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values']

/** @throws UsageError an unknown flag, a flag without its value, or something that is no flag */
export function parseFlags<const O extends Options>(argv: readonly string[], options: O): Values<O> {
  try {
    // turbo and pnpm hand their own separator on.
    return parseArgs({ args: argv[0] === '--' ? argv.slice(1) : [...argv], options }).values as Values<O>
  } catch (error) {
    const [firstLine] = (error as Error).message.split('\n')
    throw new UsageError(firstLine, { cause: error })
  }
}
