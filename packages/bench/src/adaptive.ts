// The bench of the adaptive codec: what it costs beside the two fixed choices, on a disk as it is, or as slow as it is told to be.
import { tmpdir } from 'node:os'
import { alwaysPage, type PagingPolicy } from '@spillway/policy'
import { AdaptiveCodecPolicy } from '@spillway/policy-adaptive-codec'
import { type AdaptiveConfiguration, adaptiveHelp, parseAdaptiveArguments } from './adaptive/arguments.js'
import { DiskThrottle } from './adaptive/disk-throttle.js'
import { runStream } from './adaptive/run-stream.js'
import { makeStreams } from './adaptive/streams.js'
import { interruption } from './interruption.js'
import { describeMachine, machineLine } from './machine.js'
import { runProgram } from './run-program.js'
import { median } from './statistics.js'
import { formatTable, type TableColumn, threeDigits } from './table.js'

const choices: readonly (readonly [string, () => PagingPolicy])[] = [
  ['raw', () => alwaysPage({ backend: 'file', codec: 'none' })],
  ['lz4', () => alwaysPage({ backend: 'file', codec: 'lz4' })],
  ['adaptive', () => new AdaptiveCodecPolicy(alwaysPage({ backend: 'file' }))],
]

interface Row {
  readonly stream: string
  readonly raw: number
  readonly lz4: number
  readonly adaptive: number
}

const tableColumns: readonly TableColumn<Row>[] = [
  { title: 'stream', cell: ({ stream }) => stream },
  ...(['raw', 'lz4', 'adaptive'] as const).map(choice => ({
    title: `${choice} s`,
    cell: (row: Row) => threeDigits(row[choice]),
  })),
  { title: 'of the better', cell: ({ raw, lz4, adaptive }) => threeDigits(adaptive / Math.min(raw, lz4)) },
  { title: 'of the worse', cell: ({ raw, lz4, adaptive }) => threeDigits(adaptive / Math.max(raw, lz4)) },
]

async function run(configuration: AdaptiveConfiguration, signal: AbortSignal): Promise<void> {
  const { columns, columnBytes, lag, rounds, throttleBytesPerSecond } = configuration
  console.log(machineLine(describeMachine()))
  const disk = throttleBytesPerSecond === undefined ? 'as it is' : `${throttleBytesPerSecond / 1e6} MB/s`
  console.log(
    `${columns} columns of ${columnBytes / 1024} KiB, ${lag} out at a time; disk: ${disk}; median of ${rounds}`,
  )
  const rows: Row[] = []
  for (const [name, fill] of makeStreams(columnBytes)) {
    const seconds = choices.map((): number[] => [])
    // In turn, so that a slow minute of the machine falls on all of them; the first round warms code and slots.
    for (let round = 0; round <= rounds; round++) {
      for (const [i, [, makePolicy]] of choices.entries()) {
        const took = await runStream(fill, makePolicy(), configuration, signal)
        if (round > 0) seconds[i]!.push(took)
      }
    }
    const [raw, lz4, adaptive] = seconds.map(median) as [number, number, number]
    rows.push({ stream: name, raw, lz4, adaptive })
  }
  console.log(formatTable(tableColumns, rows))
}

const signal = interruption()
await runProgram('bench:adaptive', async () => {
  const configuration = parseAdaptiveArguments(process.argv.slice(2))
  if (configuration === 'help') process.stdout.write(adaptiveHelp)
  else {
    const { throttleBytesPerSecond, scratch = tmpdir() } = configuration
    using _throttle =
      throttleBytesPerSecond === undefined ? undefined : new DiskThrottle(scratch, throttleBytesPerSecond)
    await run(configuration, signal)
  }
})
