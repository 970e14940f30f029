// The program: reads its flags, runs the job, and says what came of it, with the exit codes that `--help` promises.
import { fileURLToPath } from 'node:url'
import { helpText, parseArguments, UsageError } from './arguments.js'
import { runBaseline } from './baseline.js'
import type { Configuration } from './configuration.js'
import { runFlightsJob } from './flights-job.js'
import { readMemory } from './memory-meter.js'
import { endWithOutput } from './output.js'
import { requirePagePlace, writePage } from './page-file.js'
import { PagingSession } from './paging-session.js'
import { Progress } from './progress.js'
import { formatJson, formatTable, isOk, type Report } from './report.js'
import { type RunSamples, RunTimeline } from './run-timeline.js'
import { inUsersWords } from './scratch-failure.js'
import { runSyntheticJob } from './synthetic-job.js'

endWithOutput('merge-example')
try {
  const configuration = parseArguments(process.argv.slice(2))
  if (configuration === 'help') process.stdout.write(helpText)
  else {
    const { report, samples } = await run(configuration)
    process.stdout.write(configuration.json ? `${formatJson(report)}\n` : `\n${formatTable(report)}`)
    if (!isOk(report)) process.exitCode = 1
    // After the result, which must not be lost with the page.
    if (samples !== undefined) await writePage(configuration.report!, report, samples)
  }
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`merge-example: ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

async function run(configuration: Configuration): Promise<{ report: Report; samples: RunSamples | undefined }> {
  const { report: page } = configuration
  if (page !== undefined) requirePagePlace(page)
  const progress = new Progress(process.stderr)
  // Scratch segments have no name, and a child is killed on exit: there is nothing else to clean up.
  for (const [signal, exitCode] of [['SIGINT', 130] as const, ['SIGTERM', 143] as const]) {
    process.once(signal, () => {
      progress.abandon()
      process.exit(exitCode)
    })
  }
  const session = new PagingSession(configuration)
  try {
    const job = configuration.input === 'flights' ? runFlightsJob : runSyntheticJob
    const timeline = page === undefined ? undefined : new RunTimeline(() => session.usage, progress.counters)
    timeline?.start()
    const result = await job(configuration, session, progress)
    const samples = timeline?.stop()
    const { peakRssBytes } = readMemory()
    const program = fileURLToPath(import.meta.url)
    const baseline = configuration.baseline ? await runBaseline(program, configuration, 2 * result.bytesIn) : undefined
    return { report: { configuration, result, peakRssBytes, baseline }, samples }
  } catch (error) {
    throw inUsersWords(error, configuration.scratch)
  } finally {
    progress.abandon()
    session[Symbol.dispose]()
  }
}
