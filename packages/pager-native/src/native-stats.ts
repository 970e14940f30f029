// The addon's counters, as the public structure. The order here is the order in the addon's `stats`.
import type { LatencyHistogram, PagerStats } from './pager-stats.js'

// biome-ignore format: one line per group
const counterNames = [
  'liveHandles', 'resident', 'lent', 'writing', 'stored', 'reading', 'warm', 'mapped',
  'fileMode', 'fileNaming', 'segments', 'allocatedBytes', 'usedBytes',
  'bytesWritten', 'bytesRead', 'writesElided', 'prefetchHits', 'prefetchMisses', 'stalls', 'stallNanoseconds',
  'pageoutsDeclined', 'noSpaceErrors', 'ioErrors', 'checksumFailures', 'handlesLeaked',
] as const
const bucketCount = 24
const modes = ['unopened', 'direct', 'buffered'] as const
const namings = ['unopened', 'tmpfile', 'unlinked'] as const

/** `read` fills an array with the addon's numbers; `smallLentBytes` are lent without the addon's knowledge. */
export function collectStats(read: (target: Float64Array) => void, smallLentBytes: number): PagerStats {
  const numbers = new Float64Array(counterNames.length + 2 * bucketCount)
  read(numbers)
  const at = (name: (typeof counterNames)[number]) => numbers[counterNames.indexOf(name)]!
  const histogram = (index: number): LatencyHistogram => {
    const start = counterNames.length + index * bucketCount
    return { counts: Array.from(numbers.subarray(start, start + bucketCount)) }
  }
  return {
    engine: 'native',
    liveHandles: at('liveHandles'),
    bytes: {
      resident: at('resident'),
      lent: at('lent') + smallLentBytes,
      writing: at('writing'),
      stored: at('stored'),
      reading: at('reading'),
      warm: at('warm'),
      mapped: at('mapped'),
    },
    file: {
      mode: modes[at('fileMode')]!,
      naming: namings[at('fileNaming')]!,
      segments: at('segments'),
      allocatedBytes: at('allocatedBytes'),
      usedBytes: at('usedBytes'),
    },
    counters: {
      bytesWritten: at('bytesWritten'),
      bytesRead: at('bytesRead'),
      writesElided: at('writesElided'),
      prefetchHits: at('prefetchHits'),
      prefetchMisses: at('prefetchMisses'),
      stalls: at('stalls'),
      stallNanoseconds: at('stallNanoseconds'),
      pageoutsDeclined: at('pageoutsDeclined'),
      noSpaceErrors: at('noSpaceErrors'),
      ioErrors: at('ioErrors'),
      checksumFailures: at('checksumFailures'),
      handlesLeaked: at('handlesLeaked'),
    },
    latency: { read: histogram(0), write: histogram(1) },
  }
}
