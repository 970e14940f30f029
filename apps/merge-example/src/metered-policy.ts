// Counts what another policy's decisions moved. It decides nothing.
import type { PageDecision, PageEvent, PageHint, PagingPolicy } from '@spillway/policy'

export interface PagingTotals {
  /** Bytes of bodies that were paged out, before any codec. */
  readonly bytesPagedOut: number
  /** The same after the codec. */
  readonly bytesStored: number
}

export class MeteredPolicy implements PagingPolicy {
  readonly #inner: PagingPolicy
  #bytesPagedOut = 0
  #bytesStored = 0

  constructor(inner: PagingPolicy) {
    this.#inner = inner
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
    }
    this.#inner.record(event)
  }
}
