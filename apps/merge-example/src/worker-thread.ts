// The main thread's end of one worker: what it reports, in order, and whether it failed. A worker that fails or ends early fails every
// wait for it.
import { type ResourceLimits, type TransferListItem, Worker } from 'node:worker_threads'
import type { ReportOf, WorkerReport, WorkerTask } from './worker-task.js'

export class WorkerThread {
  readonly #worker: Worker
  readonly #reports: WorkerReport[] = []
  readonly #exited: Promise<void>
  #failure: unknown
  #wake: () => void = () => {}

  constructor(task: WorkerTask, resourceLimits: ResourceLimits = {}, transferList: TransferListItem[] = []) {
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: task,
      transferList,
      resourceLimits,
    })
    this.#worker.on('message', (report: WorkerReport) => {
      this.#reports.push(report)
      this.#wake()
    })
    this.#worker.on('error', error => this.#fail(error))
    this.#exited = new Promise(resolve =>
      this.#worker.on('exit', () => {
        this.#fail(new Error(`the ${task.role} worker ended early`))
        resolve()
      }),
    )
  }

  /** The worker's next report, which must be of this type. */
  async next<Type extends WorkerReport['type']>(type: Type): Promise<ReportOf<Type>> {
    while (this.#reports.length === 0) {
      if (this.#failure !== undefined) throw this.#failure
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
    const report = this.#reports.shift()!
    if (report.type !== type) throw new Error(`a worker reported ${report.type} where ${type} was due`)
    return report as ReportOf<Type>
  }

  go(): void {
    this.#worker.postMessage('go')
  }

  /** Resolves once the thread is gone and its memory with it. */
  get exited(): Promise<void> {
    return this.#exited
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate()
  }

  /** The first failure is the cause; later ones are its consequences. */
  #fail(error: unknown): void {
    this.#failure ??= error
    this.#wake()
  }
}
