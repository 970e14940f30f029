// What the addon is made of, and how every compiler is asked to make it: one list for the development build and the prebuilt ones.
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

/** Paths of the C++ files; `root` is the package's folder. */
export function addonSources(root) {
  return sourcesIn(join(root, 'native', 'src'))
}

/** Paths of the C++ files that the core's test program has beside those, and which published packages do not carry. */
export function testSources(root) {
  return sourcesIn(join(root, 'native', 'test'))
}

/** Whether a source is the one that needs Node, which the core's test program is linked without. */
export const isBinding = path => path.endsWith('binding.cc')

/** Flags of a compilation with faults that tests inject, and with freed memory poisoned. */
export function testFlags(root) {
  return [
    '-DSPILLWAY_POISON',
    '-DSPILLWAY_FAULTS',
    `-I${join(root, 'native', 'src')}`,
    `-I${join(root, 'native', 'test')}`,
  ]
}

function sourcesIn(folder) {
  return readdirSync(folder)
    .filter(name => name.endsWith('.cc'))
    .sort()
    .map(name => join(folder, name))
}

/** Flags of a release compilation. */
export function addonFlags() {
  return [...commonFlags, ...addonDefines, '-O2', '-DNDEBUG']
}

export const commonFlags = [
  '-std=c++17',
  '-Wall',
  '-Wextra',
  '-fPIC',
  '-pthread',
  '-D_FILE_OFFSET_BITS=64',
  '-fvisibility=hidden',
  '-fno-strict-aliasing',
]

export const addonDefines = [
  '-DNAPI_VERSION=8',
  '-DNAPI_CPP_EXCEPTIONS',
  '-DNODE_ADDON_API_DISABLE_DEPRECATED',
  '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
  `-I${require('node-api-headers').include_dir}`,
  `-I${dirname(require.resolve('node-addon-api'))}`,
]
