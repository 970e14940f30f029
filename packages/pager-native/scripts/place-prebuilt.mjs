#!/usr/bin/env node
// Puts the addon that build-native.mjs made here where the package looks for prebuilt ones. For systems that prebuild.mjs does not
// cross-compile to; elsewhere it refuses: an addon that is built against this machine's libraries asks for them on the next.
import { copyFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

if (process.platform !== 'darwin') {
  console.error('place-prebuilt: for macOS only; prebuild.mjs makes the other ones')
  process.exit(1)
}
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const folder = join(root, 'prebuilds', `${process.platform}-${process.arch}`)
mkdirSync(folder, { recursive: true })
copyFileSync(join(root, 'build/Release/pager_native.node'), join(folder, 'pager-native.node'))
console.log(`placed ${join(folder, 'pager-native.node')}`)
