// Runs one case for one round. Columns are built outside the timed part of `rt`, and inside that of `loop`, as the reference does.
// What it leaves out of `rt` and this does not: giving the taken column's memory back is timed here too.
import { Column, columnBytes, i64 } from '@spillway/column'
import { ColumnPager } from '@spillway/column-pager'
import type { Pager } from '@spillway/pager-native'
import { alwaysPage } from '@spillway/policy'
import { timeUs } from '../clock.js'
import type { Case } from './case.js'

/** 64-bit rows as numbers: same bytes as `i64`, and no bigint is made to fill it. */
const rowType = i64.asNumber
type Rows = Column<typeof rowType>

export interface RoundResult {
  readonly operations: number
  readonly us: number
  readonly storedBytes: number
  readonly bytesWritten: number
  readonly bytesRead: number
}

/** Bytes of the columns that are built before the clock starts: enough that the cold caches after a collection are not what is timed. */
const batchBytes = 2 ** 25

/** V8 goes on freeing memory on another thread after a collection, which slows every page fault and unmapping of this one. */
const settleMs = 20

export class CaseRunner {
  readonly case: Case
  readonly #pager: Pager
  readonly #columns: ColumnPager<Rows>
  readonly #refilled: Rows = new Column(rowType)
  readonly #batchLength: number
  readonly #collectGarbage: () => void
  /**
   * A program that pages has columns that are paged out, and some in use. Without any, each collection of garbage would take the last
   * object of every kind that optimised code knows, and the code with it.
   */
  readonly held: readonly unknown[]

  /** `collectGarbage` is called before the clock starts, so that nobody pays for what was made outside of it. */
  constructor(benchCase: Case, pager: Pager, collectGarbage: () => void) {
    this.case = benchCase
    this.#pager = pager
    this.#collectGarbage = collectGarbage
    const policy = alwaysPage({ backend: benchCase.backend, codec: benchCase.codec })
    this.#columns = new ColumnPager({ pager, policy, container: columnBytes(rowType) })
    this.#batchLength = Math.max(1, batchBytes / benchCase.byteLength)
    const oneRow = () => {
      const column = new Column(rowType)
      column.push(0)
      return this.#columns.page(column)
    }
    this.held = [oneRow(), this.#columns.take(oneRow())]
  }

  /** Batches until their timed parts last `roundMs`. Throws when a column did not come back as it was. */
  run(roundMs: number): RoundResult {
    this.#settle()
    const before = this.#pager.stats().counters
    let operations = 0
    let us = 0
    while (us < roundMs * 1000) {
      us += this.case.verb === 'rt' ? this.#roundTrips() : this.#loop()
      operations += this.#batchLength
    }
    const after = this.#pager.stats().counters
    return {
      operations,
      us,
      storedBytes: this.#checkRoundTrip(),
      bytesWritten: after.bytesWritten - before.bytesWritten,
      bytesRead: after.bytesRead - before.bytesRead,
    }
  }

  #settle(): void {
    this.#collectGarbage()
    const end = performance.now() + settleMs
    while (performance.now() < end);
  }

  #roundTrips(): number {
    const columns = Array.from({ length: this.#batchLength }, () => this.#fill(new Column(rowType)))
    this.#settle()
    return timeUs(() => {
      for (const column of columns) this.#columns.recycle(this.#columns.take(this.#columns.page(column)))
    })
  }

  #loop(): number {
    return timeUs(() => {
      for (let i = 0; i < this.#batchLength; i++) this.#columns.page(this.#fill(this.#refilled)).close()
    })
  }

  /** One round trip outside the clock, whose rows are compared; returns the bytes that it had stored. */
  #checkRoundTrip(): number {
    const paged = this.#columns.page(this.#fill(this.#refilled))
    const { storedByteLength } = paged
    const taken = this.#columns.take(paged)
    const { rowCount, name } = this.case
    if (taken.length !== rowCount) throw new Error(`${name}: ${taken.length} of ${rowCount} rows came back`)
    for (let i = 0; i < rowCount; i++) {
      if (taken.get(i) !== i) throw new Error(`${name}: row ${i} came back as ${taken.get(i)}`)
    }
    this.#columns.recycle(taken)
    return storedByteLength
  }

  #fill(column: Rows): Rows {
    const { rowCount } = this.case
    for (let i = 0; i < rowCount; i++) column.push(i)
    return column
  }
}
