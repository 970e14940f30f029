import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/main.ts', 'src/pressure.ts', 'src/pressure-child.ts'],
  format: ['esm'],
  dts: false,
  sourcemap: true,
  clean: true,
  target: 'node20',
})
