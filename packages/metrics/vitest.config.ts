import { defineConfig } from 'vitest/config'

// No test waits for time to pass; this is for machines that are busy with something else.
export default defineConfig({ test: { testTimeout: 60_000 } })
