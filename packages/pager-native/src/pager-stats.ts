// What an engine is doing, in numbers a person can steer by. One snapshot covers every pager on the same engine. The numbers
// are read one by one, without stopping the engine: between two of them a chunk may have moved from one state to another.

/** Bytes of payloads by where they are, and bytes of memory by what it is used for. */
export interface PagerByteStats {
  /** In memory and nowhere else wanted: `swap` payloads, and `file` payloads that prefetch brought in or a failed write kept. */
  readonly resident: number
  /** In buffers that `allocate` and `take` gave out and that have not come back; of those below 32 KiB only this pager's own. */
  readonly lent: number
  /** `file` payloads that are queued for the disk or on their way to it; still in memory. */
  readonly writing: number
  /** `file` payloads that are on disk only. */
  readonly stored: number
  /** `file` payloads that read-ahead is bringing in. */
  readonly reading: number
  /** Memory of free slots whose pages are kept for the next use, and of this pager's own free small buffers. */
  readonly warm: number
  /** Address space that the engine has mapped; the kernel may hold less of it in RAM. */
  readonly mapped: number
}

/** The extents of one size. Free ones, `allocated - used`, are reused before a segment grows. */
export interface ExtentClassStats {
  readonly extentBytes: number
  /** Extents that occupy space on the file system, free ones included. */
  readonly allocated: number
  readonly used: number
}

/** The scratch segments of the `file` backend. */
export interface PagerFileStats {
  /** How segments are written: `unopened` before the first `file` page-out, `buffered` where the file system refuses `O_DIRECT`. */
  readonly mode: 'unopened' | 'direct' | 'buffered'
  /**
   * How segments came to have no name: `O_TMPFILE`, or created under a name and unlinked at once. `named` ones keep their name
   * until the pager is closed, because the file system refuses to unlink what is open; a crash leaves them behind.
   */
  readonly naming: 'unopened' | 'tmpfile' | 'unlinked' | 'named'
  readonly segments: number
  /** Bytes that the segments occupy on the file system, free extents included. */
  readonly allocatedBytes: number
  /** Bytes of the extents in use. */
  readonly usedBytes: number
  /** By extent size, ascending; sizes without extents are left out. */
  readonly extents: readonly ExtentClassStats[]
}

/** Everything that was counted since the engine began. */
export interface PagerCounters {
  /** Bytes that reached the segments, and bytes that came back from them. */
  readonly bytesWritten: number
  readonly bytesRead: number
  /** `file` payloads that were taken or closed before their write began, and so cost no I/O. */
  readonly writesElided: number
  /** Takes and reads that found a prefetched payload in memory, and those that had to read by themselves. */
  readonly prefetchHits: number
  readonly prefetchMisses: number
  /** Page-outs that waited because the write-behind window was full, and how long in all. */
  readonly stalls: number
  readonly stallNanoseconds: number
  /** `swapAdvice: 'pageout'` requests after which the kernel still held the pages, retries included. */
  readonly pageoutsDeclined: number
  /** Page-outs refused, or writes given up, because the quota or the file system was full. */
  readonly noSpaceErrors: number
  /** Reads and writes that the device failed, and scratch files that could not be made. */
  readonly ioErrors: number
  readonly checksumFailures: number
  /** Handles that were collected without take or close. */
  readonly handlesLeaked: number
}

/**
 * Transfers by duration: `counts[i]` took less than `2 ** i` microseconds and at least half of that (`counts[0]`: under one);
 * the last one takes the rest.
 */
export interface LatencyHistogram {
  readonly counts: readonly number[]
  /** How long all of them took together. */
  readonly totalNanoseconds: number
}

/** What `Pager.stats()` returns. */
export interface PagerStats {
  /** What runs the pager: `native`, `portable` (the addon is not used), `memory`, or the name of somebody's own. */
  readonly engine: string
  /** Handles that are neither taken nor closed. */
  readonly liveHandles: number
  readonly bytes: PagerByteStats
  readonly file: PagerFileStats
  readonly counters: PagerCounters
  /** One entry per transfer between memory and segments, whoever waited for it. */
  readonly latency: { readonly read: LatencyHistogram; readonly write: LatencyHistogram }
}
