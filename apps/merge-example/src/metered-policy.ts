// Counts what another policy's decisions moved, for the result and for whoever watches. It decides nothing.
import type { PageDecision, PageEvent, PageHint, PagingPolicy } from '@spillway/policy'
import type { ProgressCounters } from './progress-counters.js'

export interface PagingTotals {
  /** Bytes of bodies that were paged out, before any codec. */
  readonly bytesPagedOut: number
  /** The same after the codec. */
  readonly bytesStored: number
}

export class MeteredPolicy implements PagingPolicy {
  readonly #inner: PagingPolicy
  readonly #counters: ProgressCounters
  #bytesPagedOut = 0
  #bytesStored = 0

  constructor(inner: PagingPolicy, counters: ProgressCounters) {
    this.#inner = inner
    this.#counters = counters
  }

  get totals(): PagingTotals {
    return { bytesPagedOut: this.#bytesPagedOut, bytesStored: this.#bytesStored }
  }

  decide(hint: PageHint): PageDecision {
    return this.#inner.decide(hint)
  }

  record(event: PageEvent): void {
    if (event.type === 'pagedOut') {
      this.#bytesPagedOut += event.byteLength
      this.#bytesStored += event.storedByteLength
      this.#counters.add('bytesPagedOut', event.byteLength)
    } else if (event.type === 'pagedIn') {
      this.#counters.add('bytesPagedIn', event.byteLength)
    }
    this.#inner.record(event)
  }

  overdrawnBytes(): number {
    return this.#inner.overdrawnBytes?.() ?? 0
  }
}
