// What an implementer tells the suite about a policy: how to make one, and how much it keeps.
import type { PagingPolicy } from '../paging-policy.js'

/** A policy, as the suite tries it. */
export interface PolicySubject {
  /** A fresh policy, its budget whole, that shares nothing with another one that this made. */
  create(): PagingPolicy
  /**
   * How many bytes a fresh policy keeps, exactly: 0 when it pages everything, Infinity when it keeps everything. Leave it out
   * when it counts something else than bytes: then nothing is checked that relies on sizes adding up.
   */
  readonly budgetBytes?: number
  /** The largest single column that a fresh policy keeps. `budgetBytes` when absent. */
  readonly largestBytes?: number
  /** Called with every policy that `create` made, after its test. */
  dispose?(policy: PagingPolicy): void
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
  /** Registers a test; it fails when `run` throws. */
  test(name: string, run: () => void): void
}
