// The program: reads its flags, starts the service, and stops it when it is told to, with the exit codes that `--help` promises.
import { helpText, parseConfiguration, UsageError } from './configuration.js'
import { endWithOutput } from './output.js'
import { SortService } from './sort-service.js'

endWithOutput('sort-service')
try {
  const configuration = parseConfiguration(process.argv.slice(2))
  if (configuration === 'help') process.stdout.write(helpText)
  else {
    const service = new SortService(configuration)
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        process.stderr.write(`sort-service: ${signal}: taking no more work\n`)
        void service.stop()
      })
    }
    process.stdout.write(`listening on ${await service.start()}\n`)
  }
} catch (error) {
  // The pager names its option, where the user knows a flag.
  const message = String(error instanceof Error ? error.message : error).replaceAll('scratchDirectory', '--scratch')
  process.stderr.write(`sort-service: ${message}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
