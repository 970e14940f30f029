#!/usr/bin/env node
// Builds the addon for this machine, with nothing but node and a C++ compiler; nothing is downloaded. A stamp beside the result
// says what it was made from, so that a second run is instant and a run with another compiler, processor or source is not.
// Output is written under a temporary name and renamed: a process that has the old addon mapped keeps it.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addonDefines, addonSources, commonFlags, isBinding, testFlags, testSources } from './addon-sources.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const require = createRequire(import.meta.url)

// Published packages do not carry the tests.
const hasTests = existsSync(join(root, 'native', 'test'))
const testHelp = `
  --test                         build the addon with fault injection and poisoned memory, and the C++ core's test program, into build/Test
  --core-test                    build the same, and run the test program
  --sanitize=address|thread      with --core-test: under AddressSanitizer with UBSan, or under ThreadSanitizer`
const help = `Usage: spillway-build-native [options]

Builds @spillway/pager-native's addon into build/Release with the C++ compiler in $CXX, else c++, g++ or clang++.

  --force                        build even if nothing has changed${hasTests ? testHelp : ''}
  --help                         print this

Exit codes: 0 it is built; 1 it is not, or a wrong option.
`

const sanitizers = {
  address: ['-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-fno-omit-frame-pointer'],
  thread: ['-fsanitize=thread', '-fno-omit-frame-pointer'],
}

class BuildError extends Error {}

function parseArguments(args) {
  const options = { force: false, variant: 'Release', run: false, sanitize: undefined, help: false }
  for (const arg of args) {
    if (arg === '--force') options.force = true
    else if (arg === '--test') options.variant = 'Test'
    else if (arg === '--core-test') Object.assign(options, { variant: 'Test', run: true })
    else if (arg === '--help' || arg === '-h') options.help = true
    else if (arg.startsWith('--sanitize=') && arg.slice(11) in sanitizers) options.sanitize = arg.slice(11)
    else throw new BuildError(`unknown option ${arg}\n\n${help}`)
  }
  if ((options.variant === 'Test' || options.sanitize) && !hasTests) {
    throw new BuildError('the tests are in the repository only, not in the published package')
  }
  if (options.sanitize && !options.run) throw new BuildError('--sanitize needs --core-test')
  return options
}

function findCompiler() {
  const candidates = process.env.CXX ? [process.env.CXX] : ['c++', 'g++', 'clang++']
  for (const candidate of candidates) {
    const [command, ...flags] = candidate.split(/\s+/)
    const version = spawnSync(command, [...flags, '--version'], { encoding: 'utf8' })
    if (version.status === 0) return { command, flags, version: version.stdout }
  }
  throw new BuildError(
    `no C++ compiler found (tried ${candidates.join(', ')}). Install one, for example with "apt-get install g++", or set CXX.`,
  )
}

function words(name) {
  return (process.env[name] ?? '').split(/\s+/).filter(Boolean)
}

// What is compiled for a variant, how, and what is linked from it. The tests' addon and the core's test program are linked from the
// same objects, without optimisation: `pnpm test` compiles them, and compiling is most of their time.
function planOf({ variant, sanitize }) {
  const folder = join(root, 'build', sanitize ? `${variant}-${sanitize}` : variant)
  const addon = {
    path: join(folder, 'pager_native.node'),
    linkFlags: ['-shared', '-pthread', ...(process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [])],
  }
  if (variant === 'Release') {
    const compileFlags = [...addonDefines, '-O2', '-DNDEBUG']
    return { folder, sources: addonSources(root), compileFlags, outputs: [{ ...addon, has: () => true }] }
  }
  const tests = testSources(root)
  const core = {
    path: join(folder, 'core_test'),
    linkFlags: ['-pthread', ...(sanitize ? sanitizers[sanitize] : [])],
    has: path => !isBinding(path),
  }
  const isInAddon = path => !tests.includes(path) || path.endsWith('faulty_sys.cc')
  return {
    folder,
    sources: [...addonSources(root), ...tests].filter(path => !sanitize || !isBinding(path)),
    compileFlags: [
      ...addonDefines,
      ...testFlags(root),
      ...(sanitize ? ['-O1', '-g', ...sanitizers[sanitize]] : ['-O0']),
    ],
    outputs: sanitize ? [core] : [{ ...addon, has: isInAddon }, core],
  }
}

function stampOf(plan, compiler) {
  const hash = createHash('sha256')
  const headers = ['src', 'test']
    .map(name => join(root, 'native', name))
    .filter(folder => existsSync(folder))
    .flatMap(folder => readdirSync(folder).map(name => join(folder, name)))
    .filter(path => path.endsWith('.h'))
  for (const path of [...plan.sources, ...headers]) hash.update(path).update(readFileSync(path))
  for (const name of ['node-addon-api', 'node-api-headers']) hash.update(require(`${name}/package.json`).version)
  hash.update(JSON.stringify([compiler, plan.compileFlags, plan.outputs, words('CXXFLAGS'), words('LDFLAGS')]))
  hash.update(`${process.platform} ${process.arch}`)
  return hash.digest('hex')
}

// What runs now, and the signal that ended it all.
const running = { children: new Set(), signal: undefined }

/** Ends what runs when this program is told to end, and lets `build` remove what it has made so far. */
function endOnSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      running.signal = signal
      for (const { pid } of running.children) {
        try {
          process.kill(-pid, 'SIGTERM')
        } catch {
          // It has ended, and its `close` is on the way.
        }
      }
    })
  }
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    if (running.signal) throw new BuildError(`ended by ${running.signal}`)
    // In a group of its own: a compiler's driver that is ended leaves the compiler that it started running.
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true })
    child.on('error', reject)
    if (child.pid !== undefined) running.children.add(child)
    child.on('close', (code, signal) => {
      running.children.delete(child)
      if (code === 0) resolve()
      else reject(new BuildError(`${command} ended with ${signal ?? code}`))
    })
  })
}

async function build(plan, compiler) {
  // Two builds at once do not meet: each has its own objects, and the last rename wins.
  const objects = join(plan.folder, `objects-${process.pid}`)
  mkdirSync(objects, { recursive: true })
  try {
    const jobs = plan.sources.map((source, index) => ({ source, object: join(objects, `${index}.o`) }))
    const waiting = [...jobs]
    const worker = async () => {
      for (let job = waiting.shift(); job; job = waiting.shift()) {
        const flags = [...compiler.flags, ...commonFlags, ...plan.compileFlags, ...words('CXXFLAGS')]
        try {
          await run(compiler.command, [...flags, '-c', job.source, '-o', job.object])
        } catch (error) {
          waiting.length = 0
          throw error
        }
      }
    }
    // All of them end before what they write to is removed.
    const ended = await Promise.allSettled(Array.from({ length: availableParallelism() }, worker))
    for (const { reason } of ended) if (reason) throw reason
    for (const { path, linkFlags, has } of plan.outputs) {
      const linked = join(objects, basename(path))
      const parts = jobs.filter(({ source }) => has(source)).map(({ object }) => object)
      const flags = [...compiler.flags, ...linkFlags, ...words('LDFLAGS')]
      await run(compiler.command, [...parts, ...flags, '-o', linked])
      renameSync(linked, path)
    }
  } finally {
    rmSync(objects, { recursive: true, force: true })
  }
}

// ThreadSanitizer wants memory at addresses that newer kernels give to others when they randomise more bits of them.
function runCoreTest(program, { sanitize }) {
  const fixed = sanitize === 'thread' && spawnSync('setarch', ['-R', 'true']).status === 0
  return fixed ? run('setarch', ['-R', program]) : run(program, [])
}

async function main() {
  const options = parseArguments(process.argv.slice(2))
  if (options.help) {
    process.stdout.write(help)
    return
  }
  if (process.platform === 'win32') {
    throw new BuildError('not on Windows: scripts/prebuild.mjs of the repository makes its addon, on any Linux')
  }
  const compiler = findCompiler()
  const plan = planOf(options)
  const stamp = stampOf(plan, compiler)
  const stampFile = join(plan.folder, 'stamp')
  const names = plan.outputs.map(({ path }) => path)
  const current = [...names, stampFile].every(existsSync) && readFileSync(stampFile, 'utf8') === stamp
  if (!current || options.force) {
    const began = performance.now()
    await build(plan, compiler)
    writeFileSync(`${stampFile}.${process.pid}`, stamp)
    renameSync(`${stampFile}.${process.pid}`, stampFile)
    console.log(`built ${names.join(', ')} in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  }
  if (options.run) await runCoreTest(join(plan.folder, 'core_test'), options)
}

endOnSignals()
try {
  await main()
} catch (error) {
  // What the system refuses (a folder that may not be written, a full disk) says which call and which path.
  if (!(error instanceof BuildError || error.syscall)) throw error
  console.error(`spillway-build-native: ${error.message}`)
  process.exitCode = 1
}
// As if nobody had listened: whoever waits for this program sees that it was ended.
if (running.signal) process.kill(process.pid, running.signal)
