// A command line that means nothing: the message is one line for the user, who gets exit code 2.
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
