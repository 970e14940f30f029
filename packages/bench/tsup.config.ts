import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/main.ts', 'src/pressure.ts', 'src/adaptive.ts', 'src/pressure-child.ts', 'src/report.ts'],
  format: ['esm'],
  sourcemap: true,
  clean: true,
  target: 'node20',
})
