// A merging worker of the flights job: makes a run of every batch it receives, and later merges its runs and checks the result.
import type { MessagePort } from 'node:worker_threads'
import { Column, columnBytes } from '@spillway/column'
import { ColumnPager } from '@spillway/column-pager'
import { FlightUpdate, type UpdateColumn } from './flight-update.js'
import type { ProgressCounters } from './progress-counters.js'
import { ResultCheck, type ResultSummary } from './result-check.js'
import type { Run } from './run.js'
import { RunMaker } from './run-maker.js'
import { RunMerger } from './run-merger.js'
import type { WorkerPaging } from './worker-paging.js'
import type { BatchMessage } from './worker-task.js'

export class FlightsMerger {
  readonly #columns: ColumnPager<UpdateColumn>
  readonly #counters: ProgressCounters
  readonly #runs: Run[] = []
  #rowsToLose: number

  constructor({ pager, policy }: WorkerPaging, counters: ProgressCounters, loseRow: boolean) {
    this.#columns = new ColumnPager({ pager, policy, container: columnBytes(FlightUpdate) })
    this.#counters = counters
    this.#rowsToLose = loseRow ? 1 : 0
  }

  /** Makes runs of everything that comes through `port`, and sends each batch's buffer back. */
  makeRuns(port: MessagePort): Promise<void> {
    const maker = new RunMaker(this.#columns)
    return new Promise((resolve, reject) => {
      port.on('message', (message: BatchMessage) => {
        if (message === 'end') return resolve(port.close())
        try {
          const { body, byteLength } = message
          const batch = Column.fromBytes(FlightUpdate, new Uint8Array(body, 0, byteLength))
          this.#runs.push(maker.make(this.#loseRow(batch)))
          this.#counters.add('rowsInRuns', batch.length)
          port.postMessage(body, [body])
        } catch (error) {
          reject(error)
        }
      })
    })
  }

  /** Merges the runs. The result is not kept: every column of it goes to the check and is gone. */
  merge(): ResultSummary {
    const check = new ResultCheck()
    for (const column of new RunMerger(this.#columns).merge(this.#runs)) {
      check.accept(column)
      this.#counters.add('rowsMerged', column.length)
    }
    return check.summary
  }

  #loseRow(batch: UpdateColumn): UpdateColumn {
    if (this.#rowsToLose === 0) return batch
    this.#rowsToLose = 0
    const shorter = new Column(FlightUpdate)
    shorter.appendRange(batch, 1)
    return shorter
  }
}
