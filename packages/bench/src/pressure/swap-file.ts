// A swap file for the runs that need one, switched on and off around each, so that no run finds another one's pages in it. Needs
// the right to change the system's swap, and says so when it lacks it.
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'

export class SwapFile implements Disposable {
  readonly #path: string
  #on = false

  /** @throws Error the swap cannot be made or switched on here; nothing is left behind */
  constructor(directory: string, byteLength: number) {
    this.#path = join(directory, 'swap')
    try {
      run('fallocate', '--length', String(byteLength), this.#path)
      run('chmod', '600', this.#path)
      run('mkswap', this.#path)
      this.switchOn()
      this.switchOff()
    } catch (error) {
      this[Symbol.dispose]()
      throw error
    }
  }

  /** Before all other swap there may be. */
  switchOn(): void {
    run('swapon', '--priority', '32767', this.#path)
    this.#on = true
  }

  /** Brings back what is still swapped out, so do it when nobody is. */
  switchOff(): void {
    if (!this.#on) return
    run('swapoff', this.#path)
    this.#on = false
  }

  [Symbol.dispose](): void {
    this.switchOff()
    rmSync(this.#path, { force: true })
  }
}

function run(program: string, ...args: readonly string[]): void {
  try {
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer }
    throw new Error(`${program}: ${stderr?.toString().trim() || (error as Error).message}`, { cause: error })
  }
}
