// A claim on the budget, for one column that a policy kept. It is given back once: by take, by close, by an eviction, or, with a
// warning and late, because the paged column was collected. It never refers to the column: the registry below holds it until then.
import type { ReleaseReason } from './diagnostics.js'
import type { Journal } from './journal.js'
import { warn } from './policy-recorder.js'

export class ResidentTicket {
  readonly byteLength: number
  readonly claim: number | undefined
  readonly #tickets: ResidentTickets
  #released = false

  constructor(byteLength: number, claim: number | undefined, tickets: ResidentTickets) {
    this.byteLength = byteLength
    this.claim = claim
    this.#tickets = tickets
  }

  /** Gives the budget back; idempotent. */
  release(reason: ReleaseReason): void {
    if (this.#released) return
    this.#released = true
    this.#tickets.released(this, reason)
  }
}

/** The tickets of one column pager. */
export class ResidentTickets {
  readonly #journal: Journal
  readonly #registry: FinalizationRegistry<ResidentTicket>
  #live = 0
  #anchor: NodeJS.Timeout | undefined

  constructor(journal: Journal) {
    this.#journal = journal
    this.#registry = new FinalizationRegistry(ticket => {
      warn('COLUMN_LEAKED', `a resident column of ${ticket.byteLength} bytes was collected without take or close`)
      ticket.release('collected')
    })
  }

  issue(byteLength: number, claim: number | undefined): ResidentTicket {
    this.#live++
    this.#anchor ??= this.#keepAlive()
    this.#journal.kept(byteLength)
    return new ResidentTicket(byteLength, claim, this)
  }

  /** Releases `ticket` when `holder` is collected, unless it was released before. */
  watch(holder: object, ticket: ResidentTicket): void {
    this.#registry.register(holder, ticket, ticket)
  }

  released(ticket: ResidentTicket, reason: ReleaseReason): void {
    this.#live--
    this.#registry.unregister(ticket)
    this.#journal.released(ticket.byteLength, ticket.claim, reason)
  }

  // A registry that becomes garbage together with what it watches never calls back, and a shared budget outlives both. The timer
  // keeps the registry reachable, and nothing else, while there are tickets.
  #keepAlive(): NodeJS.Timeout {
    const anchor = setInterval(() => {
      if (this.#live > 0) return
      clearInterval(anchor)
      this.#anchor = undefined
    }, 60_000)
    return anchor.unref()
  }
}
