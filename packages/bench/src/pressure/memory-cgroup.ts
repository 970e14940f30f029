// A memory cgroup of our own, in whichever way this machine gives one: a v1 or v2 hierarchy that we may write to, or a scope of
// systemd. Where there is none, the bench fails: without a cap there is no pressure to measure.
import { ExpectedError } from '../expected-error.js'
import { CgroupV1 } from './cgroup-v1.js'
import { CgroupV2 } from './cgroup-v2.js'
import { SystemdScope } from './systemd-scope.js'

/** One cgroup, for one process. */
export interface MemoryCgroup {
  /** `command` so that it starts inside the cgroup; run it in the environment of this process. */
  enter(command: readonly string[]): readonly string[]
  /** After its processes ended. */
  remove(): void
}

export interface CgroupMaker {
  /** `cgroup v1`, and so on. */
  readonly kind: string
  make(name: string, capBytes: number): MemoryCgroup
}

/** @throws ExpectedError says what was tried, and why each was refused */
export function findCgroupMaker(): CgroupMaker {
  const refusals: string[] = []
  for (const maker of [CgroupV1.maker, CgroupV2.maker, SystemdScope.maker]) {
    try {
      maker.make(`spillway-bench-${process.pid}-probe`, 2 ** 28).remove()
      return maker
    } catch (error) {
      refusals.push(`${maker.kind}: ${(error as Error).message}`)
    }
  }
  throw new ExpectedError(
    `no memory cgroup can be had here; run as root, or in a user session of systemd\n${refusals.join('\n')}`,
  )
}
