// The flags of the two benches of eviction: `pnpm bench:eviction` gives the same ones to both, and each takes what is for it.
import { parseArgs } from 'node:util'

const numbers = {
  rounds: { least: 1, most: 1000, absent: 3 },
  'budget-mib': { least: 0, most: 2 ** 20 },
  columns: { least: 1, most: 1_000_000, absent: 1000 },
  kib: { least: 1, most: 2 ** 20, absent: 1024 },
  keep: { least: 1, most: 1_000_000, absent: 16 },
  life: { least: 1, most: 1_000_000, absent: 24 },
  threads: { least: 1, most: 64, absent: 1 },
}
const budgets = { churn: 16, flights: 32 }

const help = `Usage: pnpm bench:eviction [flags]

What eviction saves: a stream of columns of which most die soon, then all flights of merge-example, each with and without.

  --rounds N        how often each is done; the median is printed (${numbers.rounds.absent})
  --budget-mib N    MiB that may stay resident (${budgets.churn} for the stream, ${budgets.flights} for the flights)
  --codec none|lz4  how columns are stored (none)
  --columns N       of the stream (${numbers.columns.absent})
  --kib N           of each of its columns (${numbers.kib.absent})
  --keep N          of which one in so many lives to the end (${numbers.keep.absent})
  --life N          and the others so many steps at most (${numbers.life.absent})
  --threads N       that merge the flights (${numbers.threads.absent})
  -h, --help        print this

Exit codes: 0 done; 1 an error; 2 a wrong flag.
`

/**
 * `{ rounds, budgetMib, codec, columns, kib, keep, life, threads }` for `bench`, `churn` or `flights`. Prints the flags, and ends the
 * process, if asked to; says in one line what is wrong with them, and ends it, if anything is.
 */
export function evictionOptions(bench) {
  const values = parsed()
  if (values.help) exit(help, 0)
  const { codec = 'none' } = values
  if (codec !== 'none' && codec !== 'lz4') wrong(`--codec must be none or lz4, not '${codec}'`)
  const whole = name => {
    const { least, most, absent = budgets[bench] } = numbers[name]
    const text = values[name] ?? String(absent)
    if (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text)
    return wrong(`--${name} must be a whole number from ${least} to ${most}, not '${text}'`)
  }
  const { 'budget-mib': budgetMib, ...rest } = Object.fromEntries(Object.keys(numbers).map(name => [name, whole(name)]))
  return { ...rest, budgetMib, codec }
}

function parsed() {
  const names = [...Object.keys(numbers), 'codec']
  const options = Object.fromEntries(names.map(name => [name, { type: 'string' }]))
  // pnpm hands its own separator on.
  const args = process.argv.slice(process.argv[2] === '--' ? 3 : 2)
  try {
    return parseArgs({ args, options: { ...options, help: { type: 'boolean', short: 'h' } } }).values
  } catch (error) {
    return wrong(error.message.split('\n')[0])
  }
}

function wrong(message) {
  return exit(`bench:eviction: ${message}\n`, 2)
}

function exit(text, code) {
  process[code === 0 ? 'stdout' : 'stderr'].write(text)
  process.exit(code)
}
