// The machine's own memory, from /proc/meminfo. What the kernel could free without swapping counts as free.
import { join } from 'node:path'
import type { MemoryGauge, MemoryReading } from './memory-gauge.js'
import { numberIn, readText } from './text-file.js'

/** @param root where `/proc` is found */
export function machineGauge(root: string): MemoryGauge {
  const path = join(root, 'proc/meminfo')
  return {
    name: 'machine',
    read(): MemoryReading | undefined {
      const text = readText(path)
      const totalKib = numberIn(text, 'MemTotal')
      const availableKib = numberIn(text, 'MemAvailable')
      if (totalKib === undefined || availableKib === undefined) return undefined
      return { limitBytes: totalKib * 1024, usedBytes: Math.max(0, totalKib - availableKib) * 1024 }
    },
  }
}
