// A fresh policy, driven as a column pager drives it: keep or page, release from a copy of the claim as another thread would.
import assert from 'node:assert/strict'
import type { PageEvent, PagingPolicy } from '../paging-policy.js'
import { isBounded } from './check.js'
import type { PolicySubject } from './subject.js'

/** A column that a policy decided to keep, and how to release it. */
export interface Kept {
  readonly byteLength: number
  readonly claim: number | undefined
}

const MAX_KEPT = 20_000
const USUAL_COLUMN_BYTES = 2 ** 21

export class Trial {
  readonly policy: PagingPolicy
  /** What the subject says, and 0 where it says nothing. */
  readonly budgetBytes: number
  readonly largestBytes: number
  readonly #subject: PolicySubject
  readonly #others: Trial[] = []

  constructor(subject: PolicySubject) {
    this.#subject = subject
    this.policy = subject.create()
    this.budgetBytes = subject.budgetBytes ?? 0
    this.largestBytes = subject.largestBytes ?? (isBounded(subject) ? this.budgetBytes : USUAL_COLUMN_BYTES)
  }

  /** A trial of another policy, made in the same way. */
  another(): Trial {
    const other = new Trial(this.#subject)
    this.#others.push(other)
    return other
  }

  dispose(): void {
    this.#subject.dispose?.(this.policy)
    for (const other of this.#others) other.dispose()
  }

  /** Decides on one column; what it kept, or undefined when it paged. */
  keep(byteLength: number): Kept | undefined {
    const decision = this.policy.decide({ byteLength })
    return decision.action === 'skip' ? { byteLength, claim: decision.claim } : undefined
  }

  release(kept: Kept): void {
    const event: PageEvent = { type: 'residentReleased', byteLength: kept.byteLength, claim: kept.claim }
    this.policy.record(structuredClone(event))
  }

  releaseAll(columns: Iterable<Kept>): void {
    for (const kept of columns) this.release(kept)
  }

  /** Keeps columns of one size until one is paged, or `limit` are kept. */
  fill(byteLength: number, limit = MAX_KEPT): Kept[] {
    const columns: Kept[] = []
    while (columns.length < limit) {
      const kept = this.keep(byteLength)
      if (kept === undefined) break
      columns.push(kept)
    }
    return columns
  }

  /** Keeps columns, large ones first, until not one byte more is kept. For policies with a budget. */
  fillToTheByte(): Kept[] {
    const columns: Kept[] = []
    for (let byteLength = this.largestBytes; byteLength >= 1; byteLength = Math.floor(byteLength / 2)) {
      columns.push(...this.fill(byteLength, MAX_KEPT - columns.length))
    }
    return columns
  }

  /** Fails unless the policy is at rest and whole, so that it keeps its budget to the byte. For policies with a budget. */
  assertWhole(when: string): void {
    const columns = this.fillToTheByte()
    this.releaseAll(columns)
    assert.equal(sumOf(columns), this.budgetBytes, `the bytes it keeps ${when}`)
  }
}

export function sumOf(columns: Iterable<Kept>): number {
  let sum = 0
  for (const { byteLength } of columns) sum += byteLength
  return sum
}
