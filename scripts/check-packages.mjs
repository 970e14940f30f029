#!/usr/bin/env node
// Shows that the published packages work for a stranger: packs them, installs the tarballs with npm in an empty folder outside
// the workspace, builds the addon there, and runs every JavaScript example of the README and of each package's README.
// check-consumers.mjs asks the same of every package manager, of a registry, and of machines without a compiler.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeBlocks } from './code-blocks.mjs'
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
  run('npm', ['install', '--no-audit', '--no-fund', ...packed], { cwd: consumer })
  console.log('installed with npm in an empty folder')
  run('npx', ['--no-install', 'spillway-build-native'], { cwd: consumer })
  console.log('built the addon there')

  const readmes = ['README.md', ...packages.map(entry => `packages/${entry.folder}/README.md`)]
  for (const readme of readmes) {
    const examples = codeBlocks(readFileSync(join(root, readme), 'utf8'), 'js')
    if (examples.length === 0) throw new Error(`${readme} has no JavaScript example to run`)
    examples.forEach((example, index) => {
      const file = join(consumer, `example-${index}.mjs`)
      writeFileSync(file, example)
      run(process.execPath, [file], { cwd: consumer })
      console.log(`ran example ${index + 1} of ${readme}`)
    })
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
