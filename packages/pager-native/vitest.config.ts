// Tests are not timed: the limit only ends one that hangs, on a machine that is busy with others.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { testTimeout: 300_000, hookTimeout: 300_000, globalSetup: 'test/native/build-test-addon.ts' },
})
