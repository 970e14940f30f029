// The flags of the benches of single packages. `turbo bench -- flags` gives the same ones to these and to the 24 cases.

import { parseArgs } from 'node:util'

const FLAGS = `
  --quick            short rounds: to see that it works, not for figures
  --seconds N        how long each case runs (0.6)
  --only SUBSTRING   only the cases whose name contains it
  --json FILE        write the results there, too
  --scratch DIR      nothing here: for the 24 cases, which get the same flags from turbo
  -h, --help         print this
`

/** `{ seconds, only, json, positionals }`. Prints `usage` and the flags, and ends the process, if asked to or for a wrong flag. */
export function benchOptions(usage) {
  const { values, positionals } = parsed(usage)
  if (values.help) exit(`${usage}${FLAGS}`, 0)
  const seconds = Number(values.seconds ?? (values.quick ? 0.05 : 0.6))
  if (!(seconds >= 0)) exit(`--seconds is a number of seconds, not ${values.seconds}`, 2)
  return { seconds, only: values.only ?? '', json: values.json, positionals }
}

function parsed(usage) {
  const text = { type: 'string' }
  const flag = { type: 'boolean' }
  try {
    return parseArgs({
      allowPositionals: true,
      options: { quick: flag, seconds: text, only: text, json: text, scratch: text, help: { ...flag, short: 'h' } },
    })
  } catch (error) {
    exit(`${error.message}\n\n${usage}${FLAGS}`, 2)
  }
}

function exit(text, code) {
  ;(code === 0 ? console.log : console.error)(text)
  process.exit(code)
}
