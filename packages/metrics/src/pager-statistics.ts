// The statistics of a pager, as far as they are read here. `PagerStats` of @spillway/pager-native is one of these; it is not imported, so
// that the declarations of this package need no other one.

interface Histogram {
  readonly counts: readonly number[]
  readonly totalNanoseconds: number
}

type PagerCounter =
  | 'bytesWritten'
  | 'bytesRead'
  | 'writesElided'
  | 'prefetchHits'
  | 'prefetchMisses'
  | 'stalls'
  | 'stallNanoseconds'
  | 'pageoutsDeclined'
  | 'noSpaceErrors'
  | 'ioErrors'
  | 'checksumFailures'
  | 'handlesLeaked'

/** What `stats()` of an observed pager returns: `PagerStats`, or as much of it as this has. */
export interface PagerStatistics {
  readonly engine: string
  readonly liveHandles: number
  readonly bytes: Readonly<Record<'resident' | 'lent' | 'writing' | 'stored' | 'reading' | 'warm' | 'mapped', number>>
  readonly file: {
    readonly mode: string
    readonly naming: string
    readonly segments: number
    readonly extents: readonly { readonly extentBytes: number; readonly allocated: number; readonly used: number }[]
  }
  readonly counters: Readonly<Record<PagerCounter, number>>
  readonly latency: { readonly read: Histogram; readonly write: Histogram }
}
