// The contract between whoever pages columns and whoever decides. `conformance.ts` checks it on any policy.

/** The backends of `@spillway/pager-native`, named here again because a leaf imports no leaf. */
export type BackendName = 'swap' | 'file'

/** `none` stores the bytes as they are; `lz4` is built into the column pager; others are the ones given to its constructor. */
export type CodecName = 'none' | 'lz4' | (string & {})

/** What a policy may know of a column before it decides. Fields may be added; to ignore them is right. */
export interface PageHint {
  /** Serialised size in bytes, before any codec. */
  readonly byteLength: number
  /**
   * How often what the column holds was merged or otherwise made anew: 0, as when absent, for what has just come. Where young
   * columns die first, as in merges, one of a later generation lives longer, and is the better one to page.
   */
  readonly generation?: number | undefined
  /** When the program expects to want it back, compared with the others of its generation: `soon`, or `late`. */
  readonly reuse?: 'soon' | 'late' | undefined
}

/**
 * `skip` keeps the column resident and reserves `hint.byteLength` in the same act; the reservation is returned by one
 * `residentReleased` event of the same size that carries the same `claim`. A claim is a plain number so that it can be posted
 * to another thread and released there; only the policy knows what it means.
 *
 * `page` reserves nothing and binds nobody: whoever pages may page something else out that was kept, with the same backend and
 * codec, release it, and ask again about the same column. `regardless` says that this would be in vain: the column is to be paged
 * for what it is, however much of the budget is free.
 */
export type PageDecision =
  | { readonly action: 'skip'; readonly claim?: number | undefined }
  | {
      readonly action: 'page'
      readonly backend: BackendName
      readonly codec: CodecName
      readonly regardless?: boolean | undefined
    }

/** Why `record` was called. The list is closed in each version; what a policy does not know it ignores. */
export type PageEvent =
  /** A column's bytes were handed over: `storedByteLength` of them after the codec. */
  | {
      readonly type: 'pagedOut'
      readonly byteLength: number
      readonly storedByteLength: number
      readonly backend: BackendName
      readonly codec: CodecName
      /** How long the caller's thread was at it, in nanoseconds: encoding, compressing, waiting for the pager. */
      readonly durationNs?: number | undefined
    }
  /** A column's bytes came back. */
  | {
      readonly type: 'pagedIn'
      readonly byteLength: number
      readonly storedByteLength: number
      readonly backend: BackendName
      readonly codec: CodecName
      /** How long the caller's thread was at it, in nanoseconds: waiting for the pager, decompressing. */
      readonly durationNs?: number | undefined
    }
  /**
   * A column kept by `skip` is not kept any more, because it was taken, closed, collected, or paged out after all (`pagedOut` comes
   * first then). Once per `skip`.
   */
  | { readonly type: 'residentReleased'; readonly byteLength: number; readonly claim?: number | undefined }
  /**
   * Paging out, taking back, or keeping went wrong; nothing was lost, and the same column may be tried again. It returns no
   * reservation: a column that could not be kept after `skip` gets its `residentReleased` too.
   */
  | {
      readonly type: 'failed'
      readonly verb: 'page' | 'take'
      readonly byteLength: number
      readonly backend: BackendName | undefined
      readonly codec: CodecName | undefined
      readonly error: unknown
    }

/** Decides for one pager, or for many. `decide` may throw, which fails the page and leaves the column as it was. */
export interface PagingPolicy {
  /** Keeps or pages one column; what it keeps it reserves in the same act. */
  decide(hint: PageHint): PageDecision
  /** Never throws. */
  record(event: PageEvent): void
  /**
   * How many bytes must be released before what is kept fits the budget again; 0 but after the budget was made smaller. Whoever
   * can page out what was kept asks. A policy without it never wants anything back.
   */
  overdrawnBytes?(): number
}
