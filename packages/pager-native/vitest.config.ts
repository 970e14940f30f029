// Tests are not timed: the limit only ends one that hangs, on a machine that is busy with others.
import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } })
