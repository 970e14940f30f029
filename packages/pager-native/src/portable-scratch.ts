// Finds a directory that can hold scratch files, and owns the files that were opened there. A file loses its name as soon as it
// is open, so that nothing is left behind by a crash. Where the system refuses that (some file systems of Windows), it keeps
// its name until it is closed or the process exits, and `naming` says so.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { PagerError } from './pager-error.js'
import { systemCode, systemFailure } from './portable-failure.js'
import type { PortableFs } from './portable-fs.js'

const tmpfs = 0x01021994
const ramfs = 0x858458f6
const hugetlbfs = 0x958458f6
const overlay = 0x794c7630

interface ScratchFile {
  readonly fd: number
  /** Set while the file has a name. */
  readonly path?: string
}

export class PortableScratch {
  readonly fs: PortableFs
  readonly #candidates: readonly string[]
  readonly #allowMemory: boolean
  readonly #files: ScratchFile[] = []
  readonly #closeAtExit = () => this.close()
  #chosen: string | undefined
  #naming: 'unopened' | 'unlinked' | 'named' = 'unopened'

  constructor(fs: PortableFs, candidates: readonly string[], allowMemory: boolean) {
    this.fs = fs
    this.#candidates = candidates
    this.#allowMemory = allowMemory
  }

  get naming(): 'unopened' | 'unlinked' | 'named' {
    return this.#naming
  }

  /**
   * The descriptor of an empty file in the first directory that takes one; the choice stays.
   *
   * @throws PagerError `PAGER_SCRATCH` no directory does, for the reason that the first of them has; `PAGER_NO_SPACE`
   */
  open(): number {
    let refusal: unknown
    for (const directory of this.#chosen === undefined ? this.#candidates : [this.#chosen]) {
      try {
        this.#refuseMemory(directory)
        const file = this.#create(directory)
        this.#files.push(file)
        this.#chosen = directory
        return file.fd
      } catch (error) {
        refusal ??= error
      }
    }
    throw refusal
  }

  close(): void {
    process.off('exit', this.#closeAtExit)
    for (const { fd, path } of this.#files.splice(0)) {
      this.#ignoreSystem(() => this.fs.close(fd))
      if (path !== undefined) this.#ignoreSystem(() => this.fs.unlink(path))
    }
  }

  #create(directory: string): ScratchFile {
    // Random, because processes of different containers with equal ids may share the directory.
    const path = join(directory, `spillway-${randomBytes(12).toString('hex')}`)
    let fd: number
    try {
      fd = this.fs.create(path)
    } catch (error) {
      throw systemFailure(`cannot use scratchDirectory ${directory}`, 'PAGER_SCRATCH', { syscall: 'open' }, error)
    }
    if (this.#ignoreSystem(() => this.fs.unlink(path))) {
      if (this.#naming === 'unopened') this.#naming = 'unlinked'
      return { fd }
    }
    if (this.#naming !== 'named') process.once('exit', this.#closeAtExit)
    this.#naming = 'named'
    return { fd, path }
  }

  /** Whether the call worked. Nothing is lost when it did not: the bytes are nobody's. */
  #ignoreSystem(call: () => void): boolean {
    try {
      call()
      return true
    } catch (error) {
      if (systemCode(error) === undefined) throw error
      return false
    }
  }

  #refuseMemory(directory: string): void {
    if (this.#allowMemory || process.platform !== 'linux' || !this.#isMemory(directory)) return
    throw new PagerError('PAGER_SCRATCH', `${directory} is in memory, not on a disk; choose another scratchDirectory`)
  }

  #isMemory(directory: string): boolean {
    let type: number
    try {
      type = this.fs.fileSystemType(directory) >>> 0
    } catch (error) {
      throw systemFailure(`cannot use scratchDirectory ${directory}`, 'PAGER_SCRATCH', { syscall: 'statfs' }, error)
    }
    if (type !== overlay) return isMemoryType(type)
    try {
      const upper = this.#overlayUpperDirectory(directory)
      return upper !== undefined && isMemoryType(this.fs.fileSystemType(upper) >>> 0)
    } catch (error) {
      // The upper directory may be out of sight of this mount namespace; then nothing can be told.
      if (systemCode(error) === undefined) throw error
      return false
    }
  }

  /** The directory that an overlay mount writes to: the option `upperdir` of the mount with this device. */
  #overlayUpperDirectory(directory: string): string | undefined {
    const device = this.fs.device(directory)
    const name = `${(device >>> 8) & 0xfff}:${(device & 0xff) | ((device >>> 12) & 0xfff00)}`
    const mount = this.fs
      .mountTable()
      .split('\n')
      .find(line => line.split(' ')[2] === name)
    return mount === undefined ? undefined : /[ ,]upperdir=([^ ,]+)/.exec(mount)?.[1]
  }
}

function isMemoryType(type: number): boolean {
  return type === tmpfs || type === ramfs || type === hugetlbfs
}
