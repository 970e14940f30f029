// Runs the conformance suite as data: which tests passed, and why the others failed. A mutant runs only the tests that are about it:
// the whole suite, once per mutant, would be a tenth of what `pnpm test` takes.
import { type PagerSubject, pagerConformance } from '../../src/conformance.js'

export interface SuiteResult {
  readonly passed: readonly string[]
  readonly failed: ReadonlyMap<string, string>
}

export async function runSuite(subject: PagerSubject, isAsked: (name: string) => boolean): Promise<SuiteResult> {
  const tests: { name: string; run: () => void | Promise<void> }[] = []
  pagerConformance(subject, {
    describe: (_name, define) => define(),
    test: (name, run) => {
      if (isAsked(name)) tests.push({ name, run })
    },
  })
  const passed: string[] = []
  const failed = new Map<string, string>()
  for (const { name, run } of tests) {
    try {
      await run()
      passed.push(name)
    } catch (error) {
      failed.set(name, String(error))
    }
  }
  return { passed, failed }
}
