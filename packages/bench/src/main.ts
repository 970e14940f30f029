// The bench of the reference's 24 cases: parses, measures, prints, writes. `pressure.ts` is the other program.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createPager } from '@spillway/pager-native'
import { type CaseConfiguration, caseHelp, parseCaseArguments } from './cases/arguments.js'
import { caseConfigurationHash, caseReport, caseRow, caseTable } from './cases/case-report.js'
import { CaseRunner, type RoundResult } from './cases/case-runner.js'
import { describeMachine, machineLine } from './machine.js'
import { reportPath, requireReportPlace, userPath, writeReport } from './report-file.js'
import { runProgram } from './run-program.js'

/** How many rounds the one before them is as long as: small columns need thousands of turns before their code is optimised. */
const warmUpRounds = 5

function run(configuration: CaseConfiguration): void {
  const machine = describeMachine()
  const path = reportPath(configuration.json, 'cases', machine.startedAt)
  requireReportPlace(path)
  console.log(machineLine(machine))
  const { cases, rounds, roundMs, scratch } = configuration
  using pager = createPager(scratch === undefined ? {} : { scratchDirectory: userPath(scratch) })
  const collectGarbage = garbageCollector()
  const runners = cases.map(benchCase => new CaseRunner(benchCase, pager, collectGarbage))
  const results = runners.map((): RoundResult[] => [])
  // Round 0 warms the machine code and the pager's slots: it is longer, and is thrown away. Cases take turns, so that a slow minute of the
  // machine falls on all of them.
  for (let round = 0; round <= rounds; round++) {
    for (const [i, runner] of runners.entries()) {
      const result = runner.run(round === 0 ? roundMs * warmUpRounds : roundMs)
      if (round > 0) results[i]!.push(result)
    }
  }
  const hash = caseConfigurationHash(machine, configuration)
  const rows = cases.map((benchCase, i) => caseRow(benchCase, results[i]!, hash))
  console.log(`\n${caseTable(rows)}\n`)
  console.log(
    'All figures are warm: swap is memory that was never swapped out, file is a disk with nothing else to do.',
  )
  writeReport(path, caseReport(machine, configuration, rows))
  console.log(`Report: ${path}`)
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

await runProgram('bench', () => {
  const configuration = parseCaseArguments(process.argv.slice(2), process.env)
  if (configuration === 'help') process.stdout.write(caseHelp)
  else run(configuration)
})
