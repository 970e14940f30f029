// How much memory the whole process holds, all threads and native memory included. It does not guess what it is made of.
import { readFileSync } from 'node:fs'

export interface MemoryReading {
  /** Resident now, in bytes. */
  readonly rssBytes: number
  /** The most that was ever resident, in bytes. */
  readonly peakRssBytes: number
}

/** Reads the kernel's own counters on Linux, and `process` elsewhere, where the peak is the largest value asked for so far. */
export function readMemory(): MemoryReading {
  try {
    const status = readFileSync('/proc/self/status', 'latin1')
    return { rssBytes: field(status, 'VmRSS'), peakRssBytes: field(status, 'VmHWM') }
  } catch {
    const rssBytes = process.memoryUsage.rss()
    return { rssBytes, peakRssBytes: Math.max(rssBytes, process.resourceUsage().maxRSS * 1024) }
  }
}

function field(status: string, name: string): number {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)
  if (match === null) throw new Error(`no ${name} in /proc/self/status`)
  return Number(match[1]) * 1024
}
