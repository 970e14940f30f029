// Sends events to a policy, whatever the policy does with them: `record` may not throw, and when it does, the bytes that the
// event is about are worth more than the exception. It decides nothing.
import type { PageEvent, PagingPolicy } from '@spillway/policy'
import { thrownText } from './thrown-text.js'

export class PolicyRecorder {
  readonly #policy: PagingPolicy
  #warned = false

  constructor(policy: PagingPolicy) {
    this.#policy = policy
  }

  record(event: PageEvent): void {
    try {
      this.#policy.record(event)
    } catch (error) {
      if (this.#warned) return
      this.#warned = true
      warn('COLUMN_CONTRACT_BROKEN', `a policy's record() threw on ${event.type}: ${thrownText(error)}`)
    }
  }
}

/** One process warning of this package. */
export function warn(code: 'COLUMN_LEAKED' | 'COLUMN_CONTRACT_BROKEN', message: string): void {
  process.emitWarning(message, { type: 'ColumnPagerWarning', code })
}
