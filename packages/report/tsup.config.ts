import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts', 'src/browser/index.ts', 'src/samples/index.ts'],
  format: ['esm'],
  sourcemap: true,
  clean: true,
  target: 'node20',
})
