// The bench under memory pressure: parses, measures, prints, writes. `main.ts` is the other program.
import { describeMachine, machineLine } from './machine.js'
import { type PressureConfiguration, parsePressureArguments, pressureHelp } from './pressure/arguments.js'
import { growthReport, growthTable } from './pressure/growth-report.js'
import { PressureBench } from './pressure/pressure-bench.js'
import { pressureReport, pressureTable, ratioLines } from './pressure/report.js'
import { reportPath, writeReport } from './report-file.js'
import { UsageError } from './usage-error.js'

async function run(configuration: PressureConfiguration, signal: AbortSignal): Promise<void> {
  const machine = describeMachine()
  console.log(machineLine(machine))
  using bench = new PressureBench(configuration, machine, line => console.log(line))
  const runs = await bench.run(signal)
  const report = configuration.bench === 'growth' ? growthReport(machine, runs) : pressureReport(machine, runs)
  const text =
    report.bench === 'growth'
      ? growthTable(report.costs)
      : `${pressureTable(report.medians)}\n\n${ratioLines(report.ratios)}`
  console.log(`\n${text}`)
  const path = reportPath(configuration.json, configuration.bench, machine.startedAt)
  writeReport(path, report)
  console.log(`\nReport: ${path}`)
  if (report.failures.length > 0) process.exitCode = 1
}

/** Aborted by the signals that would otherwise end this process with its cgroup, swap and scratch left behind. */
function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => controller.abort(new Error(`stopped by ${signal}`)))
  }
  return controller.signal
}

const signal = interruption()
try {
  const configuration = parsePressureArguments(process.argv.slice(2), process.env)
  if (configuration === 'help') process.stdout.write(pressureHelp)
  else await run(configuration, signal)
} catch (error) {
  const expected = error instanceof UsageError || signal.aborted
  console.error(expected ? `bench:pressure: ${(error as Error).message}` : error)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
