import { defineConfig } from 'vitest/config'

// Every test starts a service, and the machine has two cores: one file at a time.
export default defineConfig({ test: { testTimeout: 120_000, fileParallelism: false } })
