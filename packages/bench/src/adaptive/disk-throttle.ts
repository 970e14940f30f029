// Makes the disk as slow as it is told to be, for this process: by the block device controller of cgroups, version 1 or 2. Threads that
// are started later, the pager's, are in it too. Needs root, and a disk that is no partition of another one.
import { existsSync, mkdirSync, rmdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ExpectedError } from '../expected-error.js'

const v1Root = '/sys/fs/cgroup/blkio'
const v2Root = '/sys/fs/cgroup'

export class DiskThrottle implements Disposable {
  readonly #root: string
  readonly #folder: string

  /** @throws ExpectedError the kernel or the rights of this process do not allow it */
  constructor(directory: string, bytesPerSecond: number) {
    this.#root = existsSync(v1Root) ? v1Root : v2Root
    this.#folder = join(this.#root, `spillway-throttle-${process.pid}`)
    try {
      mkdirSync(this.#folder)
      const device = deviceOf(directory)
      if (this.#root === v1Root) {
        for (const verb of ['read', 'write']) {
          writeFileSync(join(this.#folder, `blkio.throttle.${verb}_bps_device`), `${device} ${bytesPerSecond}`)
        }
      } else {
        writeFileSync(join(this.#folder, 'io.max'), `${device} rbps=${bytesPerSecond} wbps=${bytesPerSecond}`)
      }
      writeFileSync(join(this.#folder, 'cgroup.procs'), String(process.pid))
    } catch (error) {
      if (existsSync(this.#folder)) rmdirSync(this.#folder)
      throw new ExpectedError(`cannot throttle the disk of ${directory}: ${(error as Error).message}`, { cause: error })
    }
  }

  [Symbol.dispose](): void {
    writeFileSync(join(this.#root, 'cgroup.procs'), String(process.pid))
    rmdirSync(this.#folder)
  }
}

/** `major:minor`, as Linux packs them into one number. */
function deviceOf(directory: string): string {
  const device = BigInt(statSync(directory).dev)
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xfffff000n)
  const minor = (device & 0xffn) | ((device >> 12n) & 0xffffff00n)
  return `${major}:${minor}`
}
