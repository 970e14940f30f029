import { defineConfig } from 'vitest/config'

// One browser at a time: the machine has two cores.
export default defineConfig({
  test: { testTimeout: 120_000, hookTimeout: 300_000, include: ['browser/**/*.browser.ts'], fileParallelism: false },
})
