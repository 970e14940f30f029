import { defineConfig } from 'vitest/config'

// Threads share few cores with other packages' tests: a test that takes a second may take a minute.
export default defineConfig({ test: { testTimeout: 120_000, hookTimeout: 120_000 } })
