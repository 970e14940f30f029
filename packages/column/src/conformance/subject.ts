// What the suite is told: the ContainerBytes in question, containers to try it on, and a test runner.

import type { ContainerBytes } from '../container-bytes.js'

/** The test functions of any runner; vitest, jest and node:test have both. */
export interface ConformanceRunner {
  /** Names a group of tests, which `define` registers. */
  describe(name: string, define: () => void): void
  /** Registers a test; it fails when `run` throws or rejects. */
  test(name: string, run: () => void | Promise<void>): void
}

/** A ContainerBytes and what is needed to try it. */
export interface ContainerSubject<C> {
  /** What is tested. */
  readonly container: ContainerBytes<C>
  /** Makes new containers, among them an empty one and, where there are forms, one in each; equal ones every time. */
  create(): readonly C[]
  /** What a container holds, as something that `assert.deepEqual` can compare. */
  contentsOf(container: C): unknown
  /** Puts something into a container that was emptied; without it, reuse is not tested. */
  refill?(container: C): void
  /** Bytes that are no body; the empty array and bodies that were cut short are tried anyway. */
  readonly notBodies?: readonly Uint8Array[]
  /** Titles of tests that are known to fail. They must fail: one that passes is reported. */
  readonly knownGaps?: readonly string[]
}
