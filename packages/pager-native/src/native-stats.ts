// The addon's counters, as the public structure. The order here is that of `Counters::snapshot` in the addon.
import type { ExtentClassStats, LatencyHistogram, PagerStats } from './pager-stats.js'

// biome-ignore format: one line per group
const counterNames = [
  'liveHandles', 'resident', 'lent', 'writing', 'stored', 'reading', 'warm', 'mapped',
  'fileMode', 'fileNaming', 'segments', 'allocatedBytes', 'usedBytes',
  'bytesWritten', 'bytesRead', 'writesElided', 'prefetchHits', 'prefetchMisses', 'stalls', 'stallNanoseconds',
  'pageoutsDeclined', 'noSpaceErrors', 'ioErrors', 'checksumFailures', 'handlesLeaked',
] as const
const bucketCount = 24
/** The buckets, and the total. */
const histogramNumbers = bucketCount + 1
const extentClassCount = 64
const modes = ['unopened', 'direct', 'buffered'] as const
const namings = ['unopened', 'tmpfile', 'unlinked'] as const

/** `read` fills an array with the addon's numbers; `small` is what the addon does not know of. */
export function collectStats(
  read: (target: Float64Array) => void,
  small: { readonly lent: number; readonly warm: number },
): PagerStats {
  const numbers = new Float64Array(counterNames.length + 2 * histogramNumbers + 3 * extentClassCount)
  read(numbers)
  const at = (name: (typeof counterNames)[number]) => numbers[counterNames.indexOf(name)]!
  const histogram = (index: number): LatencyHistogram => {
    const start = counterNames.length + index * histogramNumbers
    const end = start + bucketCount
    return { counts: Array.from(numbers.subarray(start, end)), totalNanoseconds: numbers[end]! }
  }
  return {
    engine: 'native',
    liveHandles: at('liveHandles'),
    bytes: {
      resident: at('resident'),
      lent: at('lent') + small.lent,
      writing: at('writing'),
      stored: at('stored'),
      reading: at('reading'),
      warm: at('warm') + small.warm,
      mapped: at('mapped'),
    },
    file: {
      mode: modes[at('fileMode')]!,
      naming: namings[at('fileNaming')]!,
      segments: at('segments'),
      allocatedBytes: at('allocatedBytes'),
      usedBytes: at('usedBytes'),
      extents: extentClasses(numbers.subarray(counterNames.length + 2 * histogramNumbers)),
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

function extentClasses(numbers: Float64Array): ExtentClassStats[] {
  const classes: ExtentClassStats[] = []
  for (let at = 0; at < numbers.length; at += 3) {
    const extentBytes = numbers[at]!
    const allocated = numbers[at + 1]!
    const used = numbers[at + 2]!
    if (allocated > 0 || used > 0) classes.push({ extentBytes, allocated, used })
  }
  return classes
}
