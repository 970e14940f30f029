// Real worker threads that take turns: the test says which one makes its next atomic step, and looks at the budget in between.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { BudgetChange, SharedBudget } from '../../src/index.js'

/** One thing that a thread does: claim bytes, release the `release`-th ticket that anybody was granted, or reconfigure. */
export type ProgramStep = { claim: number } | { release: number } | { change: BudgetChange }

const [WAITING, RUNNING, DONE] = [1, 2, 3]
const [GRANTED, REFUSED] = [1, 2]

export interface Standing {
  /** Bytes of the claims that were granted and whose release has not begun, by thread. */
  readonly liveBytes: readonly number[]
  readonly refused: number
}

export class SteppingThreads {
  readonly #threads: readonly Worker[]

  private constructor(threads: readonly Worker[]) {
    this.#threads = threads
  }

  static async start(count: number): Promise<SteppingThreads> {
    const threads = Array.from({ length: count }, () => new Worker(new URL('./stepping-worker.mjs', import.meta.url)))
    await Promise.all(threads.map(thread => once(thread, 'message')))
    return new SteppingThreads(threads)
  }

  /** Runs one program per thread; `picks` choose whose turn it is, and `onStep` is called when all threads stand still. */
  run(
    budget: SharedBudget,
    workers: readonly number[],
    programs: readonly (readonly ProgramStep[])[],
    picks: readonly number[],
    onStep: (standing: Standing) => void,
  ): Standing {
    const longest = Math.max(...programs.map(program => program.length))
    const states = new Int32Array(new SharedArrayBuffer(4 * programs.length)).fill(RUNNING)
    const tickets = new Int32Array(new SharedArrayBuffer(4 * programs.length * longest))
    for (const index of programs.keys()) {
      this.#threads[index]!.postMessage({ token: budget.share(), states, tickets, index, programs, workers })
    }
    let failure: unknown
    for (let turn = 0; ; turn++) {
      for (const index of programs.keys()) Atomics.wait(states, index, RUNNING)
      const standing = standingOf(programs, tickets, longest)
      // A failed expectation waits until the threads are done: they serve the next run too.
      try {
        if (failure === undefined) onStep(standing)
      } catch (error) {
        failure = error
      }
      const waiting = [...programs.keys()].filter(index => Atomics.load(states, index) === WAITING)
      if (waiting.length === 0) {
        if (failure !== undefined) throw failure
        if (states.some(state => state !== DONE)) throw new Error('a thread stopped without being done')
        return standing
      }
      const next = waiting[(picks[turn % picks.length] ?? 0) % waiting.length]!
      Atomics.store(states, next, RUNNING)
      Atomics.notify(states, next)
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#threads.map(thread => thread.terminate()))
  }
}

function standingOf(programs: readonly (readonly ProgramStep[])[], tickets: Int32Array, longest: number): Standing {
  const liveBytes = programs.map((program, index) => {
    let sum = 0
    for (const [step, part] of program.entries()) {
      if ('claim' in part && tickets[index * longest + step] === GRANTED) sum += part.claim
    }
    return sum
  })
  return { liveBytes, refused: tickets.filter(ticket => ticket === REFUSED).length }
}
