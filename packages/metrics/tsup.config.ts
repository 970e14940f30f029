import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts', 'src/opentelemetry.ts', 'src/prometheus.ts'],
  format: ['esm'],
  sourcemap: true,
  clean: true,
  target: 'node20',
})
