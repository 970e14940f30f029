import { defineConfig } from 'vitest/config'

// The tests share no state, so they can share their imports.
export default defineConfig({
  test: { testTimeout: 60_000, include: ['test/**/*.test.ts'], isolate: false },
})
