// Shows on standard error how far a phase is, how fast, and how much memory is resident: a bar that is redrawn on a terminal, a line
// now and then elsewhere. It measures nothing that ends up in the result.
import { formatBytes, formatCount, formatSeconds } from './format.js'
import { readMemory } from './memory-meter.js'
import { type CounterName, ProgressCounters } from './progress-counters.js'

/** What progress is written to: `process.stderr` is one. */
export interface ProgressStream {
  write(text: string): unknown
  readonly isTTY?: boolean
}

interface Phase {
  readonly name: string
  readonly counter: CounterName
  readonly total: number
  readonly unit: string
  readonly start: number
}

const BAR_WIDTH = 24
const TERMINAL_INTERVAL_MS = 100
const LINE_INTERVAL_MS = 2000

export class Progress {
  readonly counters = new ProgressCounters()
  readonly #stream: ProgressStream
  #phase: Phase | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(stream: ProgressStream) {
    this.#stream = stream
  }

  /** Ends the phase before, and starts one that is over when `counter` has reached `total`. */
  begin(name: string, counter: CounterName, total: number, unit: string): void {
    this.end()
    this.#phase = { name, counter, total, unit, start: performance.now() }
    const interval = this.#stream.isTTY ? TERMINAL_INTERVAL_MS : LINE_INTERVAL_MS
    this.#timer = setInterval(() => this.#draw(), interval)
    this.#timer.unref()
  }

  /** Draws the phase once more and ends it; does nothing when there is none. */
  end(): void {
    if (this.#phase !== undefined) this.#draw()
    this.abandon()
  }

  /** Ends a phase that did not get to its end, without drawing it. */
  abandon(): void {
    if (this.#phase === undefined) return
    clearInterval(this.#timer)
    if (this.#stream.isTTY) this.#stream.write('\n')
    this.#phase = undefined
  }

  #draw(): void {
    const { name, counter, total, unit, start } = this.#phase!
    const done = this.counters.read(counter)
    const seconds = (performance.now() - start) / 1e3
    const rate = `${formatCount(done / Math.max(seconds, 1e-3))} ${unit}/s`
    const memory = `${formatBytes(readMemory().rssBytes)} resident`
    if (!this.#stream.isTTY) {
      this.#stream.write(
        `${name}: ${formatCount(done)} of ${formatCount(total)} ${unit} in ${formatSeconds(seconds)}, ${rate}, ${memory}\n`,
      )
      return
    }
    const fraction = total === 0 ? 1 : Math.min(1, done / total)
    const filled = Math.round(fraction * BAR_WIDTH)
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled)
    const percent = `${Math.floor(100 * fraction)} %`.padStart(5)
    this.#stream.write(`\r${name.padEnd(6)} ${bar} ${percent}  ${rate}, ${memory}\x1b[K`)
  }
}
