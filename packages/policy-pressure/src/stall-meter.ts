// How long tasks have stood still for want of memory: the kernel's pressure stall information (PSI), where it has it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cgroupFolders } from './cgroup-place.js'
import { readText } from './text-file.js'

export interface StallMeter {
  /** `cgroup v2 /app/memory.pressure`, `/proc/pressure/memory`: for people. */
  readonly name: string
  /** Microseconds since the kernel started counting; undefined where it does not count (any more). */
  readUs(): number | undefined
}

/**
 * Of our own cgroup, any of its tasks standing still counts. Of the whole machine, only all of them at once: others' troubles
 * are theirs. Undefined where the kernel has neither.
 *
 * @param root where `/proc` and `/sys` are found
 */
export function findStallMeter(root: string): StallMeter | undefined {
  const [own] = cgroupFolders(root, 2)
  // In a namespace of its own a container's cgroup is the top of what it sees. The machine's has no type.
  const isOfMachine = own === undefined || !existsSync(join(own, 'cgroup.type'))
  const meters = [
    ...(isOfMachine ? [] : [meterOf(join(own, 'memory.pressure'), 'some')]),
    meterOf(join(root, 'proc/pressure/memory'), 'full'),
  ]
  return meters.find(meter => meter.readUs() !== undefined)
}

function meterOf(path: string, kind: 'some' | 'full'): StallMeter {
  return {
    name: path,
    readUs() {
      const line = readText(path)
        ?.split('\n')
        .find(each => each.startsWith(`${kind} `))
      const totalUs = /total=(\d+)/.exec(line ?? '')?.[1]
      return totalUs === undefined ? undefined : Number(totalUs)
    },
  }
}
