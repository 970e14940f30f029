// What an implementer tells the suite about a pager: how to make one, what it can do, and what it is known to do wrong.
import type { BackendName, Pager, PagerToken } from '../pager.js'

/** What a pager can do, as data. What it cannot do must fail in the documented way, which is checked too. */
export interface PagerSupport {
  /** `share()` gives tokens, and `PagerSubject.attach` turns them into pagers. If false, `share()` throws a TypeError. */
  readonly sharing: boolean
  /** The backends that `create({ limitBytes })` bounds, so that they answer `PAGER_NO_SPACE`. */
  readonly limit: readonly BackendName[]
}

/** A pager, as the suite tries it. */
export interface PagerSubject {
  /** A new pager on an engine of its own. The suite closes it. */
  create(options: { readonly limitBytes?: number }): Pager
  /** What `attachPager` does. */
  attach?(token: PagerToken): Pager
  readonly supports: PagerSupport
  /**
   * Names of tests that are expected to fail, as the runner shows them. A known gap that passes fails the suite, and so does a
   * name that no test has.
   */
  readonly knownGaps?: readonly string[]
}

/** The two functions of a test runner that the suite needs; those of vitest, jest and node:test fit. */
export interface ConformanceRunner {
  /** Names a group of tests, which `define` registers. */
  describe(name: string, define: () => void): void
  /** Registers a test; it fails when `run` throws or rejects. */
  test(name: string, run: () => void | Promise<void>): void
}
