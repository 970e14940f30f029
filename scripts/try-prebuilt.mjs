#!/usr/bin/env node
// Runs the conformance suite of pagers on the prebuilt addon of the machine, the emulator or the container that this runs in, or on the
// engine that is named: the built package is copied without what was compiled here, which would come first. It starts no other process,
// so that an emulated Node can run it. Needs a build and prebuilt addons, and nothing that is installed.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = mkdtempSync(join(tmpdir(), 'spillway-prebuilt-'))
process.on('exit', removeFolder)
for (const part of ['package.json', 'dist', 'prebuilds']) {
  const to = join(folder, 'node_modules/@spillway/pager-native', part)
  cpSync(join(root, 'packages/pager-native', part), to, { recursive: true })
}
cpSync(join(root, 'scripts/consumers/programs/conformance.mjs'), join(folder, 'conformance.mjs'))
console.log(`Node ${process.version} on ${process.platform}-${process.arch}`)
process.argv[2] ??= 'native'
await import(pathToFileURL(join(folder, 'conformance.mjs')))

function removeFolder() {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch (error) {
    // Windows does not let go of an addon before the process ends.
    if (process.platform !== 'win32') throw error
  }
}
