// Limits and usage of our own cgroup and of those above it. A limit of swap, or of memory and swap together, is not looked at.
import { join, sep } from 'node:path'
import { type CgroupVersion, cgroupFolders } from './cgroup-place.js'
import type { MemoryGauge, MemoryReading } from './memory-gauge.js'
import { numberIn, readText } from './text-file.js'

interface Files {
  readonly limit: string
  readonly usage: string
  /** Lines of `memory.stat` that are file cache, of this cgroup and those below it. */
  readonly cache: readonly string[]
}

const FILES: Record<CgroupVersion, Files> = {
  1: {
    limit: 'memory.limit_in_bytes',
    usage: 'memory.usage_in_bytes',
    cache: ['total_inactive_file', 'total_active_file'],
  },
  2: { limit: 'memory.max', usage: 'memory.current', cache: ['inactive_file', 'active_file'] },
}
// Version 1 says "no limit" with the largest multiple of a page that fits 63 bits.
const NO_LIMIT_BYTES = 2 ** 62

/** One gauge per cgroup in which the memory controller is on. @param root where `/proc` and `/sys` are found */
export function cgroupGauges(root: string): MemoryGauge[] {
  return ([2, 1] as const).flatMap(version =>
    cgroupFolders(root, version)
      .filter(folder => readText(join(folder, FILES[version].usage)) !== undefined)
      .map(folder => gaugeOf(folder, version)),
  )
}

function gaugeOf(folder: string, version: CgroupVersion): MemoryGauge {
  const files = FILES[version]
  return {
    name: `cgroup v${version} ${folder.split(sep).join('/')}`,
    read(): MemoryReading | undefined {
      const limitBytes = numberIn(readText(join(folder, files.limit)))
      const usageBytes = numberIn(readText(join(folder, files.usage)))
      if (limitBytes === undefined || limitBytes >= NO_LIMIT_BYTES || usageBytes === undefined) return undefined
      const stat = readText(join(folder, 'memory.stat'))
      const cacheBytes = files.cache.reduce((sum, name) => sum + (numberIn(stat, name) ?? 0), 0)
      return { limitBytes, usedBytes: Math.max(0, usageBytes - cacheBytes) }
    },
  }
}
