// Before any test: compiles the addon with faults and the core's test program, once, for whichever tests want them.
import { execFileSync } from 'node:child_process'

export default function buildTestAddon(): void {
  const script = new URL('../../scripts/build-native.mjs', import.meta.url).pathname
  execFileSync(process.execPath, [script, '--test'], { stdio: ['ignore', 'ignore', 'inherit'] })
}
