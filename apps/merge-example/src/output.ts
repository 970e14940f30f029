// What becomes of a program whose output cannot be written: one whose reader has gone away (`| head`) ends quietly, any other failure is one
// line and exit code 1. Without this either is a stack.

/** `name` stands before the line. */
export function endWithOutput(name: string): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    process.stderr.write(`${name}: cannot write to standard output: ${error.message}\n`)
    process.exit(1)
  })
  // There is nowhere left to say it.
  process.stderr.on('error', () => {})
}
