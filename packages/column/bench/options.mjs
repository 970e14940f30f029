// The flags of the benches of single packages. `turbo bench -- flags` gives the same ones to these and to the 24 cases.

import { accessSync, constants, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, parse, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const FLAGS = `
  --quick            short rounds: to see that it works, not for figures
  --seconds N        how long each case runs (0.6)
  --only SUBSTRING   only the cases whose name contains it
  --json FILE        write the results there, too, beside those of the other benches: cases.json becomes
                     cases.column.json or cases.arrow.json
  --scratch DIR      nothing here: for the 24 cases, which get the same flags from turbo
  -h, --help         print this
`

/**
 * `{ seconds, only, positionals, write }`; `write` takes the results. Prints `usage` and the flags, and ends the process, if asked to or
 * for a wrong flag. `name` is the package's.
 */
export function benchOptions(usage, name) {
  const { values, positionals } = parsed(usage)
  if (values.help) exit(`${usage}${FLAGS}`, 0)
  const seconds = Number(values.seconds ?? (values.quick ? 0.05 : 0.6))
  if (!(seconds >= 0)) exit(`--seconds is a number of seconds, not ${values.seconds}`, 2)
  if (values.json === '') exit('--json must name a file', 2)
  const path = values.json === undefined ? undefined : reportPath(values.json, name)
  return { seconds, only: values.only ?? '', positionals, write: results => write(path, results) }
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

/** Where `named` is for the user, who stood elsewhere; checked now, because measuring takes a while. */
function reportPath(named, name) {
  // turbo and package managers change the directory, and say so in these.
  const folder = process.env.TURBO_INVOCATION_DIR ?? process.env.INIT_CWD ?? process.cwd()
  const { dir, name: stem, ext } = parse(resolve(folder, named))
  const path = resolve(dir, `${stem}.${name}${ext}`)
  try {
    mkdirSync(dirname(path), { recursive: true })
    const there = statSync(path, { throwIfNoEntry: false })
    if (there?.isDirectory()) throw new Error('it is a directory')
    accessSync(there === undefined ? dir : path, constants.W_OK)
  } catch (error) {
    exit(`cannot write the results to ${path}: ${error.message}`, 1)
  }
  return path
}

function write(path, results) {
  if (path !== undefined) writeFileSync(path, `${JSON.stringify({ node: process.version, results }, null, 2)}\n`)
}

function exit(text, code) {
  ;(code === 0 ? console.log : console.error)(text)
  process.exit(code)
}
