// A cgroup of the kernel, made for one test: a limit of memory, none of it swap. Version 1 or 2, as this machine has it.
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { cgroupFolders } from '../../src/cgroup-place.js'

export interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly output: string
}

export class MemoryCgroup implements Disposable {
  readonly #folder: string
  readonly #version: 1 | 2

  private constructor(folder: string, version: 1 | 2) {
    this.#folder = folder
    this.#version = version
  }

  /** @throws Error why there can be none here */
  static make(name: string, limitBytes: number): MemoryCgroup {
    const refusals: string[] = []
    for (const version of [1, 2] as const) {
      for (const parent of cgroupFolders('/', version)) {
        const folder = join(parent, name)
        try {
          mkdirSync(folder)
          limit(folder, version, limitBytes)
          return new MemoryCgroup(folder, version)
        } catch (error) {
          refusals.push((error as Error).message)
          if (existsSync(folder)) rmdirSync(folder)
        }
      }
    }
    throw new Error(`no memory cgroup can be made here: ${refusals.join('; ') || 'none is mounted'}`)
  }

  /** The most that was ever charged to it, in bytes. */
  get peakBytes(): number {
    const name = this.#version === 1 ? 'memory.max_usage_in_bytes' : 'memory.peak'
    return Number(readFileSync(join(this.#folder, name), 'utf8'))
  }

  /** Starts a program in it. The shell moves itself first, so that not one page is charged elsewhere. */
  start(command: readonly string[], environment: Record<string, string>): ChildProcessByStdio<null, Readable, null> {
    const procs = join(this.#folder, 'cgroup.procs')
    return spawn('sh', ['-c', 'echo $$ > "$0" && exec "$@"', procs, ...command], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  }

  /** Runs a program in it to its end. */
  run(command: readonly string[], environment: Record<string, string>): Promise<Ended> {
    const child = this.start(command, environment)
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    return new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) => resolve({ code, signal, output }))
    })
  }

  /** After its processes ended. The kernel lets go of a dead process only after its memory. */
  [Symbol.dispose](): void {
    for (let attempt = 1; ; attempt++) {
      try {
        rmdirSync(this.#folder)
        return
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EBUSY' || attempt === 100) throw error
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
      }
    }
  }
}

function limit(folder: string, version: 1 | 2, limitBytes: number): void {
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
  if (version === 2) {
    write('memory.max', String(limitBytes))
    if (existsSync(join(folder, 'memory.swap.max'))) write('memory.swap.max', '0')
    return
  }
  write('memory.limit_in_bytes', String(limitBytes))
  const withSwap = 'memory.memsw.limit_in_bytes'
  if (existsSync(join(folder, withSwap))) write(withSwap, String(limitBytes))
}
