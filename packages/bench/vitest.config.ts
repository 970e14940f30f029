import { defineConfig } from 'vitest/config'

// Runs of whole programs take seconds, and many times that on a machine that builds and tests everything at once.
export default defineConfig({ test: { testTimeout: 120_000, hookTimeout: 120_000 } })
