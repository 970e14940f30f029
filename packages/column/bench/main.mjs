// Runs the cases and prints a table: `node bench/main.mjs [--seconds N] [--json FILE] [case ...]`. `pnpm --filter @spillway/column bench`
// builds nothing: build first.

import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { compare } from './measure.mjs'

const GROUPS = ['push', 'bytes', 'rows', 'merge']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '0.6' }, json: { type: 'string' } },
})
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
    const measured = compare(contenders, rows, Number(values.seconds))
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
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ node: process.version, results }, null, 2)}\n`)
