// Runs the cases and prints a table. `pnpm --filter @spillway/column bench` builds nothing: build first.

import { cpus } from 'node:os'
import { compare } from './measure.mjs'
import { benchOptions } from './options.mjs'

const GROUPS = ['push', 'bytes', 'rows', 'merge']

const usage = `Usage: node --expose-gc bench/main.mjs [flags] [group...]

Columns beside plain arrays and typed arrays by hand. The groups: ${GROUPS.join(', ')}.
`
const { seconds, only, positionals, write } = benchOptions(usage, 'column')
const groups = positionals.length > 0 ? positionals : GROUPS
const results = []
console.log(`node ${process.version}, ${cpus()[0].model}; nanoseconds per row, best and median of the rounds\n`)
for (const group of groups) {
  if (!GROUPS.includes(group)) {
    console.error(`there is no case ${group}: there are ${GROUPS.join(', ')}`)
    process.exit(2)
  }
  const { default: cases } = await import(`./cases/${group}.mjs`)
  for (const { name, rows, contenders } of cases()) {
    if (!name.includes(only)) continue
    const measured = compare(contenders, rows, seconds)
    results.push({ group, name, rows, measured })
    console.log(name)
    for (const { name: contender, bestNs, medianNs } of measured) {
      const ratio = (bestNs / measured[0].bestNs).toFixed(2)
      console.log(
        `  ${contender.padEnd(26)} ${bestNs.toFixed(1).padStart(12)} ${medianNs.toFixed(1).padStart(12)}   ${ratio}`,
      )
    }
  }
}
write(results)
