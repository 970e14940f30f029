// The suite itself: a right policy passes it, and each way of breaking that policy fails at least the check that is about it.
import { describe, expect, test } from 'vitest'
import { policyConformance } from '../src/conformance.js'
import type { PageDecision, PageEvent, PageHint, PagingPolicy } from '../src/index.js'
import { CountingPolicy } from './support/counting-policy.js'

const BUDGET_BYTES = 2 ** 16 + 1

function failuresOf(create: () => PagingPolicy, knownGaps: readonly string[] = []): string[] {
  const failures: string[] = []
  const runner = {
    describe: (_name: string, define: () => void) => define(),
    test: (name: string, run: () => void) => {
      try {
        run()
      } catch {
        failures.push(name)
      }
    },
  }
  policyConformance({ create, budgetBytes: BUDGET_BYTES, knownGaps }, runner)
  return failures
}

class ForgetsReleases extends CountingPolicy {
  override release(): void {}
}

class ReservesNothing extends CountingPolicy {
  override decide(hint: PageHint): PageDecision {
    const before = this.inUseBytes
    const decision = super.decide(hint)
    this.inUseBytes = before
    return decision
  }
}

class ReservesBeforeItLooks extends CountingPolicy {
  override decide({ byteLength }: PageHint): PageDecision {
    this.inUseBytes += byteLength
    if (this.inUseBytes > this.budgetBytes) return { action: 'page', backend: 'file', codec: 'none' }
    return { action: 'skip' }
  }
}

class PagesAtExactlyTheBudget extends CountingPolicy {
  override decide(hint: PageHint): PageDecision {
    const left = this.budgetBytes - this.inUseBytes
    return hint.byteLength === left && left > 0
      ? { action: 'page', backend: 'file', codec: 'none' }
      : super.decide(hint)
  }
}

class KeepsOneByteTooMuch extends CountingPolicy {
  constructor(budgetBytes: number) {
    super(budgetBytes + 1)
  }
}

class MakesBudgetOfDoubleReleases extends CountingPolicy {
  override release(byteLength: number): void {
    this.inUseBytes -= byteLength
  }
}

class ReturnsBudgetOnFailure extends CountingPolicy {
  override record(event: PageEvent): void {
    if (event.type === 'residentReleased' || event.type === 'failed') this.release(event.byteLength)
  }
}

class ReturnsBudgetOnPageIn extends CountingPolicy {
  override record(event: PageEvent): void {
    if (event.type === 'residentReleased' || event.type === 'pagedIn') this.release(event.byteLength)
  }
}

class ThrowsInRecord extends CountingPolicy {
  override record(event: PageEvent): void {
    if (event.type === 'failed') throw event.error
    super.record(event)
  }
}

class CountsColumnsNotBytes extends CountingPolicy {
  override release(): void {
    super.release(4096)
  }
}

class LosesWhatHappensInsideDecide extends CountingPolicy {
  override decide(hint: PageHint): PageDecision {
    const { inUseBytes } = this
    const { byteLength } = hint
    this.inUseBytes = inUseBytes
    return super.decide({ byteLength })
  }
}

class LosesWhatHappensInsideRecord extends CountingPolicy {
  override record(event: PageEvent): void {
    const { inUseBytes } = this
    const copy = { ...event }
    this.inUseBytes = inUseBytes
    super.record(copy)
  }
}

class ClaimsWithAnObject extends CountingPolicy {
  override decide(hint: PageHint): PageDecision {
    const decision = super.decide(hint)
    return decision.action === 'skip' ? { action: 'skip', claim: {} as unknown as number } : decision
  }
}

class NamesNoBackend extends CountingPolicy {
  override decide(hint: PageHint): PageDecision {
    const decision = super.decide(hint)
    return decision.action === 'page' ? { ...decision, backend: 'tape' as 'file' } : decision
  }
}

class WantsBackWhatItKeeps extends CountingPolicy {
  overdrawnBytes(): number {
    return this.inUseBytes
  }
}

class ChangesTheHint extends CountingPolicy {
  override decide(hint: PageHint): PageDecision {
    ;(hint as { byteLength: number }).byteLength += 0
    return super.decide(hint)
  }
}

test('a policy that keeps the contract passes', () => {
  expect(failuresOf(() => new CountingPolicy(BUDGET_BYTES))).toEqual([])
})

describe('a policy is caught that', () => {
  const mutants: [string, () => PagingPolicy, RegExp][] = [
    ['forgets releases', () => new ForgetsReleases(BUDGET_BYTES), /gives back what is released/],
    ['reserves nothing', () => new ReservesNothing(BUDGET_BYTES), /to the byte/],
    [
      'reserves before it looks',
      () => new ReservesBeforeItLooks(BUDGET_BYTES),
      /reserves nothing when it decides to page/,
    ],
    ['pages what just fits', () => new PagesAtExactlyTheBudget(BUDGET_BYTES), /exactly the largest size/],
    ['keeps one byte too much', () => new KeepsOneByteTooMuch(BUDGET_BYTES), /not one byte more/],
    ['makes budget of double releases', () => new MakesBudgetOfDoubleReleases(BUDGET_BYTES), /nothing was claimed for/],
    ['returns budget on failure', () => new ReturnsBudgetOnFailure(BUDGET_BYTES), /or of a failure/],
    ['returns budget on page-in', () => new ReturnsBudgetOnPageIn(BUDGET_BYTES), /events of paging/],
    ['throws in record', () => new ThrowsInRecord(BUDGET_BYTES), /without throwing/],
    ['counts columns, not bytes', () => new CountsColumnsNotBytes(BUDGET_BYTES), /one release made room for/],
    ['loses what happens inside decide', () => new LosesWhatHappensInsideDecide(BUDGET_BYTES), /reads another hint/],
    ['loses what happens inside record', () => new LosesWhatHappensInsideRecord(BUDGET_BYTES), /records another event/],
    ['claims with an object', () => new ClaimsWithAnObject(BUDGET_BYTES), /claims with numbers/],
    ['names no backend', () => new NamesNoBackend(BUDGET_BYTES), /a decision of the contract/],
    ['wants back what it keeps', () => new WantsBackWhatItKeeps(BUDGET_BYTES), /wants nothing back/],
    ['changes the hint', () => new ChangesTheHint(BUDGET_BYTES), /frozen/],
  ]

  test.each(mutants)('%s', (_title, create, about) => {
    expect(failuresOf(create).filter(name => about.test(name))).toHaveLength(1)
  })

  test('shares its budget with another of its kind', () => {
    const shared = new CountingPolicy(BUDGET_BYTES)
    expect(failuresOf(() => shared)).toContain('shares no state with another policy that was made the same way')
  })
})

describe('a known gap', () => {
  const gap = 'gives back what is released, in any order, again and again'

  test('is expected to fail', () => {
    expect(failuresOf(() => new ForgetsReleases(BUDGET_BYTES), [gap])).not.toContain(`${gap} (known gap)`)
  })

  test('is reported once it is closed', () => {
    expect(failuresOf(() => new CountingPolicy(BUDGET_BYTES), [gap])).toEqual([`${gap} (known gap)`])
  })

  test('must be the name of a check', () => {
    expect(() => failuresOf(() => new CountingPolicy(BUDGET_BYTES), ['no such check'])).toThrow('no such check')
  })
})
