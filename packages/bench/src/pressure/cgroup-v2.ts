// A cgroup of the unified hierarchy, if the memory controller can be had there.
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cgroupFolders } from './cgroup-mounts.js'
import { enterByProcs, removeCgroup } from './cgroup-procs.js'
import type { CgroupMaker, MemoryCgroup } from './memory-cgroup.js'

export class CgroupV2 implements MemoryCgroup {
  static readonly maker: CgroupMaker = {
    kind: 'cgroup v2',
    make(name, capBytes) {
      const refusals: string[] = []
      for (const parent of cgroupFolders(2)) {
        try {
          delegateMemory(parent)
          return new CgroupV2(join(parent, name), capBytes)
        } catch (error) {
          refusals.push((error as Error).message)
        }
      }
      throw new Error(refusals.join('; '))
    },
  }

  readonly #path: string

  private constructor(path: string, capBytes: number) {
    mkdirSync(path)
    try {
      writeFileSync(join(path, 'memory.max'), String(capBytes))
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

/** A cgroup has memory files only if its parent hands the controller down, which a cgroup with processes may refuse to. */
function delegateMemory(parent: string): void {
  const handedDown = join(parent, 'cgroup.subtree_control')
  const controllers = (file: string) => readFileSync(file, 'utf8').trim().split(' ')
  if (controllers(handedDown).includes('memory')) return
  if (!controllers(join(parent, 'cgroup.controllers')).includes('memory')) {
    throw new Error(`${parent} has no memory controller`)
  }
  writeFileSync(handedDown, '+memory')
}
