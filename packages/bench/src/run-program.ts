// How every program that measures ends: one line for what is expected to go wrong, with the exit codes that `--help` promises, and a stack
// for what is not.
import { PagerError } from '@spillway/pager-native'
import { ExpectedError } from './expected-error.js'
import { UsageError } from './usage-error.js'

export async function runProgram(name: string, program: () => void | Promise<void>): Promise<void> {
  try {
    await program()
  } catch (error) {
    console.error(isExpected(error) ? `${name}: ${oneLine(error.message)}` : error)
    process.exitCode = error instanceof UsageError ? 2 : 1
  }
}

function isExpected(error: unknown): error is Error {
  if (error instanceof PagerError) return error.code === 'PAGER_SCRATCH' || error.code === 'PAGER_NO_SPACE'
  return error instanceof ExpectedError
}

/** The pager names its option, where the user knows a flag. */
function oneLine(message: string): string {
  return message.replaceAll(/\s*\n\s*/g, ' ').replaceAll('scratchDirectory', '--scratch')
}
