// One external sort: lines go in, are cut into sorted runs that are paged out, and come back merged. It has one batch and the heads of
// the runs being merged in memory, and what the policy keeps; a turn of the event loop passes after each of its steps.
import { setImmediate } from 'node:timers/promises'
import type { ColumnPager } from '@spillway/column-pager'
import { createLineColumn, encodeLines, type LineColumn } from './line-column.js'
import { mergeRuns } from './merge-runs.js'
import type { Run } from './run-cursor.js'

/** A run is what one batch gives: as much as fits the capacity of 4 MiB that a column keeps. A column is paged out and taken back at once. */
const BATCH_BYTES = 3 * 2 ** 20
const COLUMN_BYTES = 256 * 1024
/** Most runs that are merged at once, with one column of each in memory. */
const FAN_IN = 32

export class LineSorter implements Disposable {
  readonly #columns: ColumnPager<LineColumn>
  readonly #batch = createLineColumn()
  readonly #sorted = createLineColumn()
  readonly #runs: Run[] = []

  constructor(columns: ColumnPager<LineColumn>) {
    this.#columns = columns
  }

  /** @throws PagerError the lines cannot be paged out */
  async add(lines: Iterable<Uint8Array>): Promise<void> {
    for (const line of lines) {
      this.#batch.push(line)
      if (this.#batch.byteLength < BATCH_BYTES) continue
      this.#cutRun()
      await setImmediate()
      if (this.#runs.length === 2 * FAN_IN) await this.#mergeSmallest(FAN_IN)
    }
  }

  /**
   * There are no more lines: leaves as few runs as can be merged at once.
   *
   * @throws PagerError as `add` does
   */
  async finish(): Promise<void> {
    this.#cutRun()
    while (this.#runs.length > FAN_IN) await this.#mergeSmallest(Math.min(FAN_IN, this.#runs.length - FAN_IN + 1))
  }

  /** All lines in the order of their bytes, as text. After `finish`; uses up what there is. */
  async *text(): AsyncGenerator<Buffer> {
    for (const merged of mergeRuns(this.#columns, this.#runs.splice(0), COLUMN_BYTES)) {
      const text = encodeLines(merged)
      merged.clear()
      yield text
      await setImmediate()
    }
  }

  /** Gives back everything, wherever it is. */
  [Symbol.dispose](): void {
    for (const run of this.#runs.splice(0)) for (const paged of run) paged.close()
  }

  #cutRun(): void {
    const batch = this.#batch
    if (batch.length === 0) return
    const run: Run = []
    this.#runs.push(run)
    const order = batch.sortPermutation()
    const step = Math.ceil((batch.length * COLUMN_BYTES) / batch.byteLength)
    for (let start = 0; start < order.length; start += step) {
      this.#sorted.gather(batch, order.subarray(start, start + step))
      run.push(this.#columns.page(this.#sorted))
    }
    batch.clear()
  }

  /** Small runs first, so that no line is merged more often than it must be. */
  async #mergeSmallest(count: number): Promise<void> {
    const smallest = this.#runs.sort((a, b) => a.length - b.length).splice(0, count)
    const run: Run = []
    this.#runs.push(run)
    for (const merged of mergeRuns(this.#columns, smallest, COLUMN_BYTES)) {
      run.push(this.#columns.page(merged))
      await setImmediate()
    }
  }
}
