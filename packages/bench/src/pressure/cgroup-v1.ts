// A cgroup of the memory hierarchy of version 1.
import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cgroupFolders } from './cgroup-mounts.js'
import { enterByProcs, removeCgroup } from './cgroup-procs.js'
import type { CgroupMaker, MemoryCgroup } from './memory-cgroup.js'

export class CgroupV1 implements MemoryCgroup {
  static readonly maker: CgroupMaker = {
    kind: 'cgroup v1',
    make(name, capBytes) {
      const [parent] = cgroupFolders(1)
      return new CgroupV1(join(parent!, name), capBytes)
    },
  }

  readonly #path: string

  private constructor(path: string, capBytes: number) {
    mkdirSync(path)
    try {
      writeFileSync(join(path, 'memory.limit_in_bytes'), String(capBytes))
    } catch (error) {
      rmdirSync(path)
      throw error
    }
    this.#path = path
  }

  enter(command: readonly string[]): readonly string[] {
    return enterByProcs(this.#path, command)
  }

  remove(): void {
    removeCgroup(this.#path)
  }
}
