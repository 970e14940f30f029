// The C++ core has a test program of its own: faults at every system call, and random work of several threads.
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

test('the core’s own tests pass', { timeout: 0 }, () => {
  const script = new URL('../scripts/build-native.mjs', import.meta.url).pathname
  const output = execFileSync(process.execPath, [script, '--core-test'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  expect(output).toMatch(/\d\d tests passed/)
})
