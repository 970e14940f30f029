// A right policy with a budget of its own, in as few lines as can be: what the mutants of the conformance suite are made from.
import type { PageDecision, PageEvent, PageHint, PagingPolicy } from '../../src/index.js'

export class CountingPolicy implements PagingPolicy {
  readonly budgetBytes: number
  inUseBytes = 0

  constructor(budgetBytes: number) {
    this.budgetBytes = budgetBytes
  }

  decide(hint: PageHint): PageDecision {
    const { byteLength } = hint
    if (byteLength > this.budgetBytes - this.inUseBytes) return { action: 'page', backend: 'file', codec: 'none' }
    this.inUseBytes += byteLength
    return { action: 'skip' }
  }

  record(event: PageEvent): void {
    if (event.type === 'residentReleased') this.release(event.byteLength)
  }

  release(byteLength: number): void {
    this.inUseBytes = Math.max(0, this.inUseBytes - byteLength)
  }
}
