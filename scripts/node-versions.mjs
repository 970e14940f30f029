// The versions of Node that the project promises to work on, as programs: npm carries Node's own binaries, one package per platform.
// Run as a program it prints the folder of the oldest one; it needs nothing that is installed.
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root, run } from './packing.mjs'

/** The oldest one that `engines` allows, and the newest of each later line that is maintained. */
export const supportedNodes = ['20.19.0', '22', '24', '26']

/**
 * The folder that holds `node` of a version or of the newest one in a line, fetched from the registry when it is not there yet.
 * Versions are kept under node_modules/.cache; a line (`24`) is looked up again each time. One for another machine needs an emulator.
 */
export function nodeFolder(version, arch = process.arch, platform = process.platform) {
  const system = platform === 'win32' ? 'win' : platform
  const name = `node-${system}-${arch}`
  const other = platform === process.platform ? '' : `${system}-`
  const cwd = join(root, 'node_modules', '.cache', 'nodes', `${version}-${other}${arch}`)
  const folder = join(cwd, 'node_modules', name, 'bin')
  const exact = /^\d+\.\d+\.\d+$/.test(version)
  if (!exact || !existsSync(folder)) {
    mkdirSync(cwd, { recursive: true })
    writeFileSync(join(cwd, 'package.json'), '{ "private": true }\n')
    run(
      'npm',
      ['install', '--no-audit', '--no-fund', '--no-save', '--ignore-scripts', '--force', `${name}@${version}`],
      { cwd },
    )
  }
  return folder
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  console.log(nodeFolder(supportedNodes[0]))
