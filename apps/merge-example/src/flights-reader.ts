// Where the flights come from: the Parquet file of the npm package `vega-datasets`, a row group and in it a column at a time, so that
// no more than one decoded column is on the heap. It makes no row objects, sorts nothing, and keeps nothing.
import { fileURLToPath } from 'node:url'
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

/** Some flights, as one array per field; `origin` and `destination` are indices of `airports`. Valid until the next are read. */
export interface FlightGroup {
  readonly length: number
  /** Milliseconds since 1970 UTC. */
  readonly date: Float64Array
  /** Minutes; negative when early. */
  readonly delay: Int32Array
  /** Miles. */
  readonly distance: Int32Array
  readonly origin: Uint16Array
  readonly destination: Uint16Array
  readonly airports: readonly string[]
}

const fields = ['date', 'delay', 'distance', 'origin', 'destination'] as const

type Field = (typeof fields)[number]
type AirportField = 'origin' | 'destination'
type NumberField = Exclude<Field, AirportField>

/** The file as it is installed. */
export function flightsFile(): URL {
  return new URL('../data/flights-3m.parquet', import.meta.resolve('vega-datasets'))
}

/**
 * Flights in `file`, from its footer alone.
 *
 * @throws Error names the file
 */
export async function countFlights(file = flightsFile()): Promise<number> {
  const path = fileURLToPath(file)
  try {
    return Number((await parquetMetadataAsync(await asyncBufferFromFile(path))).num_rows)
  } catch (error) {
    throw unreadable(path, error)
  }
}

/**
 * Reads the first `maxRows` flights of `file`, one group per row group. Every group is the same object, filled anew.
 *
 * @throws Error names the file
 */
export async function* readFlights(
  file = flightsFile(),
  maxRows = Number.POSITIVE_INFINITY,
): AsyncGenerator<FlightGroup> {
  const path = fileURLToPath(file)
  try {
    yield* readGroups(path, maxRows)
  } catch (error) {
    throw unreadable(path, error)
  }
}

function unreadable(path: string, error: unknown): Error {
  return new Error(`cannot read ${path}: ${error instanceof Error ? error.message : error}`, { cause: error })
}

async function* readGroups(path: string, maxRows: number): AsyncGenerator<FlightGroup> {
  const buffer = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(buffer)
  const group = new GroupBuffer(Math.max(...metadata.row_groups.map(({ num_rows }) => Number(num_rows))))
  let rowStart = 0
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = Math.min(rowStart + Number(num_rows), maxRows)
    if (rowEnd <= rowStart) return
    group.clear(rowEnd - rowStart)
    for (const field of fields) {
      await parquetRead({
        file: buffer,
        metadata,
        compressors,
        columns: [field],
        rowStart,
        rowEnd,
        // Called once per distinct date: the file keeps a dictionary of them.
        parsers: { timestampFromMicroseconds: micros => Number(micros / 1000n) },
        // Pages are whole even where the last rows of one are not wanted.
        onPage: page => group.fill(field, page.columnData, page.rowStart - rowStart),
      })
    }
    group.requireFull()
    yield group
    rowStart = rowEnd
  }
}

class GroupBuffer implements FlightGroup {
  length = 0
  readonly date: Float64Array
  readonly delay: Int32Array
  readonly distance: Int32Array
  readonly origin: Uint16Array
  readonly destination: Uint16Array
  readonly airports: string[] = []
  readonly #codes = new Map<string, number>()
  readonly #filled = new Map<Field, number>()

  constructor(capacity: number) {
    this.date = new Float64Array(capacity)
    this.delay = new Int32Array(capacity)
    this.distance = new Int32Array(capacity)
    this.origin = new Uint16Array(capacity)
    this.destination = new Uint16Array(capacity)
  }

  clear(length: number): void {
    this.length = length
    for (const field of fields) this.#filled.set(field, 0)
  }

  fill(field: Field, values: ArrayLike<unknown>, start: number): void {
    const count = Math.min(values.length, this.length - start)
    if (field === 'origin' || field === 'destination') {
      for (let i = 0; i < count; i++) this[field][start + i] = this.#code(values[i], field)
    } else {
      for (let i = 0; i < count; i++) this[field][start + i] = numberOf(values[i], field)
    }
    this.#filled.set(field, this.#filled.get(field)! + count)
  }

  /** A file whose columns are of different lengths must not pass for one with zeroes in it. */
  requireFull(): void {
    for (const [field, count] of this.#filled) {
      if (count !== this.length) throw new Error(`it has ${count} values of ${field} for ${this.length} rows`)
    }
  }

  #code(value: unknown, field: AirportField): number {
    if (typeof value !== 'string') throw new Error(`it has a flight without ${field}`)
    let code = this.#codes.get(value)
    if (code === undefined) {
      code = this.airports.push(value) - 1
      if (code > 0xffff) throw new Error('it has more airports than 16 bits can name')
      this.#codes.set(value, code)
    }
    return code
  }
}

function numberOf(value: unknown, field: NumberField): number {
  if (typeof value !== 'bigint' && typeof value !== 'number') throw new Error(`it has a flight without ${field}`)
  return Number(value)
}
