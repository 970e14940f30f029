// Makes the runs of a pressure bench, one after the other, in rounds. Owns the scratch folder and the swap file while it does, and
// leaves nothing behind, whether it ends, fails, or is aborted.
import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { ExpectedError } from '../expected-error.js'
import type { Machine } from '../machine.js'
import { threeDigits } from '../table.js'
import type { PressureConfiguration } from './arguments.js'
import { type CgroupMaker, findCgroupMaker } from './memory-cgroup.js'
import { needsSwap, type PressureRun } from './plan.js'
import { type Failure, type NotMade, type PressureRow, pressureRow } from './report.js'
import { runChild } from './run-child.js'
import { SwapFile } from './swap-file.js'

/** What came of the runs. */
export interface PressureRuns {
  readonly cgroup: string
  readonly rows: readonly PressureRow[]
  readonly failures: readonly Failure[]
  readonly notMade: readonly NotMade[]
}

/** Swap for all chains, and for what the process around them would lose under pressure. */
const swapFactor = 1.5

export class PressureBench implements Disposable {
  readonly #configuration: PressureConfiguration
  readonly #machine: Machine
  readonly #print: (line: string) => void
  readonly #cgroups: CgroupMaker
  readonly #scratch: string
  readonly #swap: SwapFile | undefined
  readonly #notMade: NotMade[] = []

  /** @throws ExpectedError there is no memory cgroup, no such directory, or no room on the disk */
  constructor(configuration: PressureConfiguration, machine: Machine, print: (line: string) => void) {
    this.#configuration = configuration
    this.#machine = machine
    this.#print = print
    this.#cgroups = findCgroupMaker()
    checkRoom(configuration)
    const { scratch } = configuration
    this.#scratch = orUnusable(scratch, () => mkdtempSync(join(scratch, 'spillway-bench-')))
    this.#swap = configuration.runs.some(needsSwap) ? this.#makeSwap() : undefined
    print(`${this.#cgroups.kind}, scratch ${this.#scratch}, ${this.#swap ? 'own swap file' : 'no swap file'}`)
  }

  /** @throws Error `signal` was aborted */
  async run(signal: AbortSignal): Promise<PressureRuns> {
    const { runs, rounds } = this.#configuration
    const rows: PressureRow[] = []
    const failures: Failure[] = []
    const toMake = runs.filter(run => !needsSwap(run) || this.#swap !== undefined)
    for (let round = 1; round <= rounds; round++) {
      for (const run of toMake) {
        try {
          const row = pressureRow(run, round, await this.#make(run, signal), this.#machine)
          rows.push(row)
          const speed = threeDigits(row.throughGibPerSecond)
          this.#print(`${round}/${rounds} ${run.name}: ${speed} GiB/s in ${threeDigits(row.wallSeconds)} s`)
        } catch (error) {
          signal.throwIfAborted()
          const { message } = error as Error
          failures.push({ name: run.name, round, message })
          this.#print(`${round}/${rounds} ${run.name}: FAILED: ${message}`)
        }
      }
    }
    return { cgroup: this.#cgroups.kind, rows, failures, notMade: this.#notMade }
  }

  [Symbol.dispose](): void {
    try {
      this.#swap?.[Symbol.dispose]()
    } finally {
      rmSync(this.#scratch, { recursive: true, force: true })
    }
  }

  async #make(run: PressureRun, signal: AbortSignal) {
    if (!needsSwap(run)) return await runChild(run, this.#cgroups, this.#scratch, signal)
    this.#swap!.switchOn()
    try {
      return await runChild(run, this.#cgroups, this.#scratch, signal)
    } finally {
      this.#swap!.switchOff()
    }
  }

  #makeSwap(): SwapFile | undefined {
    const { runs } = this.#configuration
    try {
      return new SwapFile(this.#scratch, Math.ceil(swapFactor * longestChain(runs)))
    } catch (error) {
      const reason = `no swap file: ${(error as Error).message}`
      for (const { name } of runs.filter(needsSwap)) {
        this.#notMade.push({ name, reason })
        this.#print(`${name} is not made: ${reason}`)
      }
      return undefined
    }
  }
}

/** Scratch for the chains and what they are merged into, and the swap file. */
function checkRoom({ scratch, runs }: PressureConfiguration): void {
  const { bavail, bsize } = orUnusable(scratch, () => statfsSync(scratch))
  const needed = (2 + swapFactor) * longestChain(runs)
  if (bavail * bsize < needed) {
    throw new ExpectedError(`${scratch} has ${gibOf(bavail * bsize)} GiB free, and ${gibOf(needed)} GiB are needed`)
  }
}

function orUnusable<T>(scratch: string, use: () => T): T {
  try {
    return use()
  } catch (error) {
    throw new ExpectedError(`cannot use --scratch ${scratch}: ${(error as Error).message}`, { cause: error })
  }
}

const longestChain = (runs: readonly PressureRun[]) => Math.max(...runs.map(({ chainBytes }) => chainBytes))

const gibOf = (bytes: number) => threeDigits(bytes / 2 ** 30)
