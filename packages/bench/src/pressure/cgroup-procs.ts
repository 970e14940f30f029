// What both versions of cgroups do alike: a process moves itself in before it becomes the program, and an empty cgroup is a
// folder to remove.
import { readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'

/** The shell moves itself, so that not one page of the program is charged elsewhere. */
export function enterByProcs(path: string, command: readonly string[]): readonly string[] {
  return ['sh', '-c', 'echo $$ > "$0" && exec "$@"', join(path, 'cgroup.procs'), ...command]
}

/** Ends what is left in it, and waits a little: the kernel lets go of a dead process only after its memory. */
export function removeCgroup(path: string): void {
  for (let attempt = 1; ; attempt++) {
    try {
      rmdirSync(path)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EBUSY' || attempt === 100) throw error
      killAll(path)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
    }
  }
}

function killAll(path: string): void {
  for (const pid of readFileSync(join(path, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL')
    } catch {
      // It ended by itself in between.
    }
  }
}
