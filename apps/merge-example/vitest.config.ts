import { defineConfig } from 'vitest/config'

// The machine has two cores, and every integration test starts a program of several threads: one file at a time.
export default defineConfig({
  test: { testTimeout: 300_000, include: ['test/**/*.test.ts'], fileParallelism: false },
})
