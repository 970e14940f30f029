import { defineConfig } from 'vitest/config'

// The first chart of a process loads ECharts, which takes seconds on a machine that builds and tests everything at once.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } })
