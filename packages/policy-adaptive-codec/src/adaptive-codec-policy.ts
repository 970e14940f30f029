// Another policy decides whether to page; this one decides raw or compressed, from what paging cost the caller's thread so far.
//
// It adapts what goes to `file`. On `swap` the price comes later, when the kernel swaps, and shows in no page-out: there the other
// policy's codec stays. It keeps nothing and counts no budget.
import type { CodecName, PageDecision, PageEvent, PageHint, PagingPolicy } from '@spillway/policy'
import type { AdaptiveCodecStatus } from './adaptive-codec-status.js'
import { CodecChooser, type Way } from './codec-chooser.js'

/** What raw is compared with, and by which clock. */
export interface AdaptiveCodecOptions {
  /** The codec that raw is compared with. `lz4` when absent. */
  readonly codec?: CodecName
  /** A clock in milliseconds. `performance.now` when absent. */
  readonly now?: () => number
}

/** Wraps a policy, and replaces the codec of what it pages to `file`. Make one per worker thread, as of the policy that it wraps. */
export class AdaptiveCodecPolicy implements PagingPolicy {
  readonly codec: CodecName
  readonly #inner: PagingPolicy
  readonly #now: () => number
  readonly #chooser: CodecChooser
  /** When the pager last asked or told us something: what it did since then, it did for the event that comes next. */
  #lastCallMs: number

  /** @throws TypeError the codec is `none`, or no name */
  constructor(inner: PagingPolicy, options: AdaptiveCodecOptions = {}) {
    const { codec = 'lz4', now = () => performance.now() } = options
    if (typeof codec !== 'string' || codec === '' || codec === 'none') {
      throw new TypeError(`raw is compared with a codec, not with ${String(codec)}`)
    }
    this.codec = codec
    this.#inner = inner
    this.#now = now
    this.#lastCallMs = now()
    this.#chooser = new CodecChooser(this.#lastCallMs * 1e6)
  }

  /** What the policy that it wraps decides; on `file`, with the codec that it follows or tries now. */
  decide(hint: PageHint): PageDecision {
    const decision = this.#inner.decide(hint)
    const now = this.#now()
    this.#lastCallMs = now
    if (decision.action === 'skip' || decision.backend !== 'file') return decision
    const codec = this.#chooser.choose(now * 1e6) === 'raw' ? 'none' : this.codec
    return codec === decision.codec ? decision : { ...decision, codec }
  }

  record(event: PageEvent): void {
    this.#learn(event)
    this.#inner.record(event)
    this.#lastCallMs = this.#now()
  }

  /** As the policy that it wraps. */
  overdrawnBytes(): number {
    return this.#inner.overdrawnBytes?.() ?? 0
  }

  /** What it follows now, and why. */
  status(): AdaptiveCodecStatus {
    const { following, rawCost, codecCost, ratio, tries, switches } = this.#chooser
    return {
      codec: following === 'raw' ? 'none' : this.codec,
      rawNsPerByte: rawCost,
      codecNsPerByte: codecCost,
      ratio,
      tries,
      switches,
    }
  }

  #learn(event: PageEvent): void {
    if (event.type === 'residentReleased') return
    if (event.backend !== 'file' || (event.codec !== 'none' && event.codec !== this.codec)) return
    if (event.type === 'failed') {
      // What fails raw says nothing of the codec, and neither does what cannot be read.
      if (event.verb !== 'page' || event.codec === 'none') return
      this.#chooser.codecFailed((this.#now() - this.#lastCallMs) * 1e6)
      return
    }
    const way: Way = event.codec === 'none' ? 'raw' : 'codec'
    const { byteLength, storedByteLength, durationNs } = event
    if (event.type === 'pagedIn') {
      // Between two calls the program computes too, so without a duration there is nothing to learn.
      if (durationNs !== undefined) this.#chooser.pagedIn(byteLength, durationNs)
      return
    }
    const nowNs = this.#now() * 1e6
    this.#chooser.pagedOut(way, byteLength, storedByteLength, durationNs ?? nowNs - this.#lastCallMs * 1e6, nowNs)
  }
}
