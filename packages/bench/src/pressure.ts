// The bench under memory pressure: parses, measures, prints, writes. `main.ts` is the other program.
import { interruption } from './interruption.js'
import { describeMachine, machineLine } from './machine.js'
import { type PressureConfiguration, parsePressureArguments, pressureHelp } from './pressure/arguments.js'
import { growthReport, growthTable } from './pressure/growth-report.js'
import { PressureBench } from './pressure/pressure-bench.js'
import { pressureReport, pressureTable, ratioLines } from './pressure/report.js'
import { reportPath, requireReportPlace, writeReport } from './report-file.js'
import { runProgram } from './run-program.js'

async function run(configuration: PressureConfiguration, signal: AbortSignal): Promise<void> {
  const machine = describeMachine()
  const path = reportPath(configuration.json, configuration.bench, machine.startedAt)
  requireReportPlace(path)
  console.log(machineLine(machine))
  using bench = new PressureBench(configuration, machine, line => console.log(line))
  const runs = await bench.run(signal)
  const report = configuration.bench === 'growth' ? growthReport(machine, runs) : pressureReport(machine, runs)
  const text =
    report.bench === 'growth'
      ? growthTable(report.costs)
      : `${pressureTable(report.medians)}\n\n${ratioLines(report.ratios)}`
  console.log(`\n${text}`)
  writeReport(path, report)
  console.log(`\nReport: ${path}`)
  if (report.failures.length > 0) process.exitCode = 1
}

const signal = interruption()
await runProgram('bench:pressure', async () => {
  const configuration = parsePressureArguments(process.argv.slice(2), process.env)
  if (configuration === 'help') process.stdout.write(pressureHelp)
  else await run(configuration, signal)
})
