#!/usr/bin/env node
// Shows that a stranger can use the packages on a machine without a compiler: publishes them to a registry of its own, adds them
// to empty folders with every package manager, and runs programs there: ES modules, require, TypeScript, workers, bundles, on
// every promised Node. It fails on what did not work.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { emptyFolder, packageManagers } from './consumers/package-managers.mjs'
import { publish, startRegistry } from './consumers/registry.mjs'
import { toolsFolder } from './consumers/tools.mjs'
import { nodeFolder, supportedNodes } from './node-versions.mjs'
import { pack, publishedPackages, root, run, strangersEnvironment } from './packing.mjs'

const programs = join(root, 'scripts/consumers/programs')
const compilers = ['c++', 'g++', 'gcc', 'cc', 'clang', 'clang++', 'make', 'python3', 'zig']
/** What package managers start by name. */
const commands = [
  'sh',
  'env',
  'uname',
  'dirname',
  'basename',
  'sed',
  'readlink',
  'rm',
  'mkdir',
  'cp',
  'ln',
  'cat',
  'npm',
  'npx',
]

/** An environment whose PATH has Node and a few commands, and no compiler; with empty caches. */
function bareEnvironment(folder) {
  const bin = join(folder, 'bin')
  const home = join(folder, 'home')
  mkdirSync(bin)
  mkdirSync(home)
  symlinkSync(process.execPath, join(bin, 'node'))
  for (const command of commands) {
    const found = spawnSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' }).stdout.trim()
    if (found === '') throw new Error(`this machine has no ${command}`)
    symlinkSync(found, join(bin, command))
  }
  const env = { ...strangersEnvironment(), PATH: bin, HOME: home, CXX: '', CC: '', CI: 'true' }
  const compiler = compilers.find(name => spawnSync(name, ['--version'], { env }).error === undefined)
  if (compiler !== undefined) throw new Error(`${compiler} is still on the PATH`)
  return env
}

function check(what, work) {
  const began = performance.now()
  work()
  console.log(`${what}: ok (${((performance.now() - began) / 1000).toFixed(1)} s)`)
}

function expectOk(output, what) {
  if (output.trim() !== 'ok') throw new Error(`${what} printed ${JSON.stringify(output)}`)
}

function runProgram(folder, name, args, { env, node = 'node' }) {
  cpSync(join(programs, name), join(folder, name))
  // A warning would mean that the addon was not found where it must be.
  expectOk(run(node, ['--throw-deprecation', name, ...args], { cwd: folder, env }), name)
}

function runEverywhere(folder, env) {
  for (const version of supportedNodes) {
    check(`  Node ${version}: ES module, require, worker, the conformance suite on both engines`, () => {
      const bin = nodeFolder(version)
      const on = { node: join(bin, 'node'), env: { ...env, PATH: `${bin}${delimiter}${env.PATH}` } }
      runProgram(folder, 'page.mjs', ['native'], on)
      runProgram(folder, 'require.cjs', [], on)
      runProgram(folder, 'worker.mjs', [], on)
      cpSync(join(programs, 'conformance.mjs'), join(folder, 'conformance.mjs'))
      for (const engine of ['native', 'portable']) {
        const output = run('node', ['conformance.mjs', engine], { ...on, cwd: folder })
        if (!/^# pass [1-9]/m.test(output) && !/ℹ pass [1-9]/.test(output)) throw new Error('the suite has no tests')
      }
    })
  }
}

function checkTypes(folder, tools, env) {
  cpSync(join(programs, 'types.ts'), join(folder, 'types.ts'))
  cpSync(join(tools, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'), { recursive: true })
  cpSync(join(tools, 'node_modules/undici-types'), join(folder, 'node_modules/undici-types'), { recursive: true })
  const tsc = join(tools, 'node_modules/typescript/bin/tsc')
  const common = [
    '--strict',
    '--skipLibCheck',
    'false',
    '--exactOptionalPropertyTypes',
    '--target',
    'es2022',
    '--types',
    'node',
  ]
  const ways = {
    nodenext: ['--module', 'nodenext', '--outDir', 'nodenext'],
    bundler: ['--module', 'esnext', '--moduleResolution', 'bundler', '--noEmit'],
  }
  for (const [name, flags] of Object.entries(ways)) {
    check(`  TypeScript, ${name}`, () => run('node', [tsc, ...common, ...flags, 'types.ts'], { cwd: folder, env }))
  }
  expectOk(run('node', ['nodenext/types.js'], { cwd: folder, env }), 'nodenext/types.js')
}

function checkBundles(folder, tools, env) {
  const esbuild = join(tools, 'node_modules/esbuild/bin/esbuild')
  cpSync(join(programs, 'page.mjs'), join(folder, 'page.mjs'))
  const bundle = (file, ...flags) => {
    const common = ['page.mjs', '--bundle', '--platform=node', '--target=node20', '--log-level=error']
    // lz4-napi is an addon too, which nobody bundles.
    run(esbuild, [...common, '--external:lz4-napi', `--outfile=${file}`, ...flags], { cwd: folder, env })
  }
  check('  esbuild, the addon’s package left out of the bundle', () => {
    bundle('outside.mjs', '--format=esm', '--external:@spillway/pager-native')
    expectOk(run('node', ['outside.mjs', 'native'], { cwd: folder, env }), 'outside.mjs')
  })
  for (const [file, format] of [
    ['inside.mjs', 'esm'],
    ['inside.cjs', 'cjs'],
  ]) {
    check(`  esbuild, all in one ${format} file: portable, with a warning`, () => {
      bundle(file, `--format=${format}`, '--log-override:empty-import-meta=silent')
      const { status, stdout, stderr } = spawnSync('node', [file, 'portable'], { cwd: folder, env, encoding: 'utf8' })
      if (status !== 0) throw new Error(stderr)
      expectOk(stdout, file)
      if (!stderr.includes('PAGER_NO_ADDON')) throw new Error(`${file} did not warn: ${stderr}`)
    })
  }
}

/** Each package alone brings what it uses and nothing else: no addon where none was asked for. */
function checkAlone(parent, registry, env) {
  const expected = {
    '@spillway/column': [],
    '@spillway/policy': [],
    '@spillway/metrics': [],
    '@spillway/column-pager': ['lz4-napi'],
    '@spillway/pager-native': ['node-addon-api', 'node-api-headers'],
  }
  for (const [name, dependencies] of Object.entries(expected)) {
    const consumer = emptyFolder(parent, `alone ${name.split('/')[1]}`)
    check(`${name} alone, from the registry`, () => {
      run('npm', ['install', '--no-audit', '--no-fund', '--registry', registry, name], { cwd: consumer, env })
      const { packages } = JSON.parse(readFileSync(join(consumer, 'package-lock.json'), 'utf8'))
      const installed = Object.keys(packages)
        .filter(path => path !== '')
        .map(path => path.slice('node_modules/'.length))
        .filter(path => path !== name && !path.startsWith('@antoniomuso/lz4-napi-'))
      if (installed.sort().join() !== dependencies.join()) throw new Error(`${name} brings ${installed.join(', ')}`)
    })
  }
}

function lintTarballs(tarballs, tools) {
  for (const tarball of tarballs) {
    const name = tarball.split('/').at(-1)
    check(`publint and arethetypeswrong: ${name}`, () => {
      run('node', [join(tools, 'node_modules/publint/src/cli.js'), 'run', tarball, '--strict'], { cwd: tools })
      const attw = join(tools, 'node_modules/@arethetypeswrong/cli/dist/index.js')
      run('node', [attw, '--profile', 'esm-only', tarball], { cwd: tools })
    })
  }
}

const folder = mkdtempSync(join(tmpdir(), 'spillway-consumers-'))
let registry
try {
  run('node', ['packages/pager-native/scripts/prebuild.mjs', '--missing'], { cwd: root })
  const tools = toolsFolder()
  const tarballFolder = join(folder, 'tarballs')
  mkdirSync(tarballFolder)
  const packages = publishedPackages()
  const tarballs = packages.map(entry => pack(entry, tarballFolder))
  const names = packages.map(({ manifest }) => manifest.name)
  lintTarballs(tarballs, tools)

  const env = bareEnvironment(folder)
  check('npm, from tarballs', () => {
    const consumer = emptyFolder(folder, 'tarball consumer')
    run('npm', ['install', '--no-audit', '--no-fund', ...tarballs], { cwd: consumer, env })
    runProgram(consumer, 'page.mjs', ['native'], { env })
  })

  registry = await startRegistry(folder, tools)
  check('published to a local registry', () => {
    for (const tarball of tarballs) publish(tarball, registry.url, join(folder, 'publisher'))
  })
  checkAlone(folder, registry.url, env)
  for (const [manager, install] of Object.entries(packageManagers)) {
    const consumer = emptyFolder(folder, manager)
    check(`${manager}, from the registry`, () => {
      install(consumer, names, { registry: registry.url, tools, env })
      runProgram(consumer, 'page.mjs', ['native'], { env })
      runProgram(consumer, 'require.cjs', [], { env })
      runProgram(consumer, 'worker.mjs', [], { env })
    })
    if (manager !== 'npm') continue
    runEverywhere(consumer, env)
    checkTypes(consumer, tools, env)
    checkBundles(consumer, tools, env)
  }
} finally {
  registry?.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
