// A `TieredPolicy` whose budget follows the memory that there is: before it decides, it lets the governor look.
import {
  type PageDecision,
  type PageEvent,
  type PageHint,
  type PagingPolicy,
  TieredPolicy,
  type TieredPolicyOptions,
} from '@spillway/policy'
import type { MemoryGovernor } from './memory-governor.js'

/** One worker's share of a governed budget. Make one per worker thread. */
export class PressurePolicy implements PagingPolicy, Disposable {
  readonly governor: MemoryGovernor
  readonly #tiered: TieredPolicy

  /** @throws BudgetError as `TieredPolicy` does */
  constructor(governor: MemoryGovernor, options: TieredPolicyOptions = {}) {
    this.governor = governor
    this.#tiered = new TieredPolicy(governor.budget, options)
  }

  /** The number that claims of this policy carry, see `TieredPolicy`. */
  get worker(): number {
    return this.#tiered.worker
  }

  /** Lets the governor look, then decides as `TieredPolicy` does. */
  decide(hint: PageHint): PageDecision {
    this.governor.poll()
    return this.#tiered.decide(hint)
  }

  record(event: PageEvent): void {
    this.#tiered.record(event)
  }

  /** What this worker would have to release for what is kept to fit the memory that there is. Lets the governor look first. */
  overdrawnBytes(): number {
    this.governor.poll()
    return this.#tiered.overdrawnBytes()
  }

  /** Leaves the budget, as `TieredPolicy` does. */
  leave(): void {
    this.#tiered.leave()
  }

  [Symbol.dispose](): void {
    this.leave()
  }
}
