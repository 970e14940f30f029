#!/usr/bin/env node
// Shows that the published packages work for a stranger: packs them, installs the tarballs with npm in an empty folder outside
// the workspace, builds the addon there, and runs every JavaScript example of the README and of each package's README.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { codeBlocks } from './code-blocks.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tarballLimitBytes = 512 * 1024

// The settings of the package manager that started this must not reach the stranger's npm.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm|pnpm)_/i.test(name)))

function run(command, args, cwd) {
  const result = spawnSync(command, args, { cwd, env, encoding: 'utf8' })
  if (result.error !== undefined) throw result.error
  if (result.status !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} ended with ${result.status ?? result.signal}\n${result.stdout}${result.stderr}`,
    )
  }
  return result.stdout
}

function publishedPackages() {
  return readdirSync(join(root, 'packages'))
    .map(folder => ({ folder, path: join(root, 'packages', folder) }))
    .map(entry => ({ ...entry, manifest: JSON.parse(readFileSync(join(entry.path, 'package.json'), 'utf8')) }))
    .filter(({ manifest }) => manifest.private !== true)
}

function pack({ folder, path }, destination) {
  const before = new Set(readdirSync(destination))
  const pnpm = process.env.npm_execpath?.includes('pnpm')
    ? [process.execPath, process.env.npm_execpath]
    : ['npx', '-y', 'pnpm@10']
  run(pnpm[0], [...pnpm.slice(1), 'pack', '--pack-destination', destination], path)
  const tarball = readdirSync(destination).find(name => !before.has(name))
  if (tarball === undefined) throw new Error(`${folder}: packing made no tarball`)
  const { size } = statSync(join(destination, tarball))
  console.log(`packed ${folder}: ${(size / 1024).toFixed(1)} KiB`)
  if (size > tarballLimitBytes) throw new Error(`${folder}: ${size} bytes packed, more than ${tarballLimitBytes}`)
  return tarball
}

const folder = mkdtempSync(join(tmpdir(), 'spillway-packages-'))
try {
  const tarballs = join(folder, 'tarballs')
  const consumer = join(folder, 'consumer')
  mkdirSync(tarballs)
  mkdirSync(consumer)
  const packages = publishedPackages()
  const packed = packages.map(entry => pack(entry, tarballs))
  writeFileSync(join(consumer, 'package.json'), '{ "private": true, "type": "module" }\n')
  run('npm', ['install', '--no-audit', '--no-fund', ...packed.map(name => join(tarballs, name))], consumer)
  console.log('installed with npm in an empty folder')
  run('npx', ['--no-install', 'spillway-build-native'], consumer)
  console.log('built the addon there')

  const readmes = ['README.md', ...packages.map(entry => `packages/${entry.folder}/README.md`)]
  for (const readme of readmes) {
    const examples = codeBlocks(readFileSync(join(root, readme), 'utf8'), 'js')
    if (examples.length === 0) throw new Error(`${readme} has no JavaScript example to run`)
    examples.forEach((example, index) => {
      const file = join(consumer, `example-${index}.mjs`)
      writeFileSync(file, example)
      run(process.execPath, [file], consumer)
      console.log(`ran example ${index + 1} of ${readme}`)
    })
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
