// A command line that means nothing: the message is one line for the user, who gets exit code 2.
import { ExpectedError } from './expected-error.js'

export class UsageError extends ExpectedError {
  override readonly name = 'UsageError'
}
