// A merging worker of the flights job: makes a run of every batch it receives, and later merges its runs and checks the result.
import type { MessagePort } from 'node:worker_threads'
import { Column, columnBytes } from '@spillway/column'
import { ColumnPager } from '@spillway/column-pager'
import { FlightUpdate, type UpdateColumn } from './flight-update.js'
import type { ProgressCounters } from './progress-counters.js'
import { ResultCheck, type ResultSummary } from './result-check.js'
import type { Run } from './run.js'
import { RunMaker } from './run-maker.js'
import { FAN_IN, RunMerger } from './run-merger.js'
import type { WorkerPaging } from './worker-paging.js'
import type { BatchMessage } from './worker-task.js'

export class FlightsMerger {
  readonly #columns: ColumnPager<UpdateColumn>
  readonly #counters: ProgressCounters
  readonly #merger: RunMerger
  readonly #mergesYoungRuns: boolean
  /** Each of one batch. */
  readonly #young: Run[] = []
  /** Each of several young ones. */
  readonly #merged: Run[] = []
  #rowsToLose: number

  constructor({ pager, policy, eviction }: WorkerPaging, counters: ProgressCounters, loseRow: boolean) {
    const container = columnBytes(FlightUpdate)
    this.#columns = new ColumnPager({ pager, policy, container, eviction: eviction ? {} : undefined })
    this.#merger = new RunMerger(this.#columns)
    this.#mergesYoungRuns = eviction
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
          this.#young.push(maker.make(this.#loseRow(batch)))
          if (this.#mergesYoungRuns && this.#young.length === FAN_IN) this.#mergeYoungRuns()
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
    for (const column of this.#merger.merge([...this.#young.splice(0), ...this.#merged.splice(0)])) {
      check.accept(column)
      this.#counters.add('rowsMerged', column.length)
    }
    return check.summary
  }

  /** While they are in memory: what is made of them lives longer, and is paged out in their place. */
  #mergeYoungRuns(): void {
    this.#merged.push(this.#merger.mergeToRun(this.#young.splice(0)))
  }

  #loseRow(batch: UpdateColumn): UpdateColumn {
    if (this.#rowsToLose === 0) return batch
    this.#rowsToLose = 0
    const shorter = new Column(FlightUpdate)
    shorter.appendRange(batch, 1)
    return shorter
  }
}
