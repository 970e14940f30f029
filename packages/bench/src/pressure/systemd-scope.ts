// A cgroup that systemd makes: for users without rights on the hierarchies, and the way that systemd itself asks for.
import { execFileSync } from 'node:child_process'
import { userInfo } from 'node:os'
import type { CgroupMaker, MemoryCgroup } from './memory-cgroup.js'

export class SystemdScope implements MemoryCgroup {
  static readonly maker: CgroupMaker = {
    kind: 'systemd scope',
    make(name, capBytes) {
      const scope = new SystemdScope(name, capBytes)
      const [program, ...rest] = scope.enter(['true'])
      execFileSync(program!, rest, { stdio: ['ignore', 'ignore', 'pipe'] })
      return scope
    },
  }

  readonly #name: string
  readonly #capBytes: number

  private constructor(name: string, capBytes: number) {
    this.#name = name
    this.#capBytes = capBytes
  }

  enter(command: readonly string[]): readonly string[] {
    const manager = userInfo().uid === 0 ? '--system' : '--user'
    const scope = ['--scope', '--quiet', '--collect', `--unit=${this.#name}`, '-p', `MemoryMax=${this.#capBytes}`]
    return ['systemd-run', manager, ...scope, '--', ...command]
  }

  remove(): void {}
}
