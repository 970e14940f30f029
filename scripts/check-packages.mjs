#!/usr/bin/env node
// Shows that the published packages work for a stranger: packs them, installs the tarballs with npm in an empty folder outside
// the workspace, builds the addon there, and runs every program in the README and in each package's README.
// check-consumers.mjs asks the same of every package manager, of a registry, and of machines without a compiler.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram, writePrograms } from './block-programs.mjs'
import { readBlocks } from './code-blocks.mjs'
import { needMistakes } from './package-needs.mjs'
import { pack, publishedPackages, root, run } from './packing.mjs'

const folder = mkdtempSync(join(tmpdir(), 'spillway-packages-'))
try {
  const tarballs = join(folder, 'tarballs')
  const consumer = join(folder, 'consumer')
  mkdirSync(tarballs)
  mkdirSync(consumer)
  const packages = publishedPackages()
  const packed = packages.map(entry => pack(entry, tarballs))
  writeFileSync(join(consumer, 'package.json'), '{ "private": true, "type": "module" }\n')
  // What an example needs and no package brings: its reader would have it.
  const peers = packages
    .flatMap(({ manifest }) => Object.entries(manifest.peerDependencies ?? {}))
    .filter(([name]) => !name.startsWith('@spillway/'))
    .map(([name, range]) => `${name}@${range}`)
  run('npm', ['install', '--no-audit', '--no-fund', ...packed, ...peers], { cwd: consumer })
  console.log('installed with npm in an empty folder')
  const mistakes = packages.flatMap(({ manifest }) => needMistakes(join(consumer, 'node_modules', manifest.name)))
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
  console.log('each package declares what it imports, and imports what it declares')
  run('npx', ['--no-install', 'spillway-build-native'], { cwd: consumer })
  console.log('built the addon there')

  const readmes = ['README.md', ...packages.map(entry => `packages/${entry.folder}/README.md`)]
  for (const readme of readmes) {
    const own = join(consumer, readme.replaceAll('/', '-').replace('.md', ''))
    const programs = writePrograms(readBlocks(readFileSync(join(root, readme), 'utf8')), own)
    if (programs.length === 0) throw new Error(`${readme} has no program to run`)
    for (const program of programs) {
      if (program.file === undefined) continue
      await runProgram(program, own)
      console.log(`ran line ${program.block.line} of ${readme}`)
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
