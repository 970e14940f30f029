// What one column pager did, told once to everyone who wants to know: the counters first, then the policy, then whoever listens to
// the diagnostics channels. It decides nothing, and refers to no column.
import type { BackendName, CodecName, PagingPolicy } from '@spillway/policy'
import type { ColumnPagerStats } from './column-pager-stats.js'
import { type ColumnPlace, channels, type FailedVerb, type ReleaseReason } from './diagnostics.js'
import { InFlightBuffers } from './in-flight-buffers.js'
import { PolicyRecorder } from './policy-recorder.js'
import { Tally } from './tally.js'

/** A body that is with the pager. */
export interface StoredBody {
  readonly byteLength: number
  readonly storedByteLength: number
  readonly backend: BackendName
  readonly codec: CodecName
}

export class Journal {
  readonly inFlight = new InFlightBuffers()
  readonly #recorder: PolicyRecorder
  readonly #resident = new Tally()
  readonly #stored = new Map<CodecName, Tally>()
  readonly #kept = new Tally()
  readonly #released = new Tally()
  readonly #pagedOut = new Tally()
  readonly #evicted = new Tally()
  readonly #pagedIn = new Tally()
  readonly #discarded = new Tally()
  readonly #failures = { page: 0, take: 0, read: 0, evict: 0 }

  constructor(policy: PagingPolicy) {
    this.#recorder = new PolicyRecorder(policy)
  }

  /** A policy kept a column. */
  kept(byteLength: number): void {
    this.#kept.add(byteLength, byteLength)
    this.#resident.add(byteLength, byteLength)
  }

  /** The budget of a column that was kept came back. */
  released(byteLength: number, claim: number | undefined, reason: ReleaseReason): void {
    this.#released.add(byteLength, byteLength)
    this.#resident.subtract(byteLength, byteLength)
    this.#recorder.record({ type: 'residentReleased', byteLength, claim })
    if (channels.release.hasSubscribers) channels.release.publish({ byteLength, state: 'resident', reason })
  }

  pagedOut(stored: StoredBody, durationNs: number): void {
    this.#add(stored)
    this.#recorder.record({ type: 'pagedOut', ...stored, durationNs })
  }

  evicted(stored: StoredBody, durationNs: number): void {
    this.#evicted.add(stored.byteLength, stored.storedByteLength)
    this.pagedOut(stored, durationNs)
    if (channels.evict.hasSubscribers) channels.evict.publish(placeOf(stored))
  }

  pagedIn(stored: StoredBody, durationNs: number): void {
    this.#subtract(stored)
    this.#pagedIn.add(stored.byteLength, stored.storedByteLength)
    this.#recorder.record({ type: 'pagedIn', ...stored, durationNs })
  }

  /** A column was closed while its body was with the pager. */
  discarded(stored: StoredBody): void {
    this.#subtract(stored)
    this.#discarded.add(stored.byteLength, stored.storedByteLength)
    if (!channels.release.hasSubscribers) return
    const { byteLength, state } = placeOf(stored)
    channels.release.publish({ byteLength, state, reason: 'closed' })
  }

  /** `page` is done; `stored` is undefined for a column that was kept. */
  paged(byteLength: number, stored: StoredBody | undefined): void {
    if (channels.page.hasSubscribers) channels.page.publish(placeOf(stored, byteLength))
  }

  /** `take` is done, as above. */
  taken(byteLength: number, stored: StoredBody | undefined): void {
    if (channels.take.hasSubscribers) channels.take.publish(placeOf(stored, byteLength))
  }

  failed(
    verb: FailedVerb,
    byteLength: number,
    backend: BackendName | undefined,
    codec: CodecName | undefined,
    error: unknown,
  ): void {
    this.#failures[verb]++
    const direction = verb === 'page' || verb === 'evict' ? 'page' : 'take'
    this.#recorder.record({ type: 'failed', verb: direction, byteLength, backend, codec, error })
    if (channels.failure.hasSubscribers) channels.failure.publish({ verb, byteLength, backend, codec, error })
  }

  stats(): ColumnPagerStats {
    const none = new Tally().totals
    const codecs = Object.fromEntries([...this.#stored].map(([codec, tally]) => [codec, tally.totals]))
    const { none: paged = none, ...others } = codecs
    const compressed = Object.values(others).reduce(
      (sum, each) => ({
        columns: sum.columns + each.columns,
        bytes: sum.bytes + each.bytes,
        storedBytes: sum.storedBytes + each.storedBytes,
      }),
      none,
    )
    return {
      resident: this.#resident.totals,
      paged,
      compressed,
      inFlight: this.inFlight.totals,
      codecs,
      counters: {
        kept: this.#kept.totals,
        released: this.#released.totals,
        pagedOut: this.#pagedOut.totals,
        evicted: this.#evicted.totals,
        pagedIn: this.#pagedIn.totals,
        discarded: this.#discarded.totals,
        failures: { ...this.#failures },
      },
    }
  }

  #add({ byteLength, storedByteLength, codec }: StoredBody): void {
    let tally = this.#stored.get(codec)
    if (tally === undefined) {
      tally = new Tally()
      this.#stored.set(codec, tally)
    }
    tally.add(byteLength, storedByteLength)
    this.#pagedOut.add(byteLength, storedByteLength)
  }

  #subtract({ byteLength, storedByteLength, codec }: StoredBody): void {
    this.#stored.get(codec)!.subtract(byteLength, storedByteLength)
  }
}

function placeOf(stored: StoredBody | undefined, byteLength = 0): ColumnPlace {
  if (stored !== undefined) return { ...stored, state: stored.codec === 'none' ? 'paged' : 'compressed' }
  return { byteLength, storedByteLength: byteLength, state: 'resident', backend: undefined, codec: undefined }
}
