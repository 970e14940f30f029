// The report maker: reads what `main.ts` and `pressure.ts` wrote, and writes one HTML file. It measures nothing.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type PageConfiguration, pageHelp, parsePageArguments } from './page/arguments.js'
import { benchPage } from './page/bench-page.js'
import { type InputPaths, readInputs } from './page/report-input.js'
import { reportPath, reportsFolder, userPath } from './report-file.js'
import { UsageError } from './usage-error.js'

async function run({ inputs, out }: PageConfiguration): Promise<void> {
  const named = Object.entries(inputs).flatMap(([kind, path]) => (path === undefined ? [] : [[kind, userPath(path)]]))
  const page = await benchPage(readInputs(Object.fromEntries(named) as InputPaths, reportsFolder), new Date())
  const path = reportPath(out, 'report', new Date().toISOString(), 'html')
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, page)
  console.log(`Report: ${path}`)
}

try {
  const configuration = parsePageArguments(process.argv.slice(2))
  if (configuration === 'help') process.stdout.write(pageHelp)
  else await run(configuration)
} catch (error) {
  // Files are what goes wrong here; their errors say all there is to say in a line.
  console.error(`bench:report: ${(error as Error).message}`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
