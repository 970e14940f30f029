// A policy that decides what a test says and remembers every event, or hands them to another policy as well.
import type { PageDecision, PageEvent, PageHint, PagingPolicy } from '@spillway/policy'

export class LoggingPolicy implements PagingPolicy {
  readonly events: PageEvent[] = []
  readonly hints: PageHint[] = []
  readonly skips: { byteLength: number; claim: number | undefined }[] = []
  readonly #decide: (hint: PageHint) => PageDecision
  readonly #record: (event: PageEvent) => void

  constructor(inner: PageDecision | PagingPolicy) {
    this.#decide = 'decide' in inner ? hint => inner.decide(hint) : () => inner
    this.#record = 'decide' in inner ? event => inner.record(event) : () => {}
  }

  decide(hint: PageHint): PageDecision {
    this.hints.push(hint)
    const decision = this.#decide(hint)
    if (decision.action === 'skip') this.skips.push({ byteLength: hint.byteLength, claim: decision.claim })
    return decision
  }

  record(event: PageEvent): void {
    this.events.push(event)
    this.#record(event)
  }

  ofType<T extends PageEvent['type']>(type: T): Extract<PageEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<PageEvent, { type: T }> => event.type === type)
  }
}
