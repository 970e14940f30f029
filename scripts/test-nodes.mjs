#!/usr/bin/env node
// Runs the tests of every package on every Node that the project promises to work on. Needs a build; the addon is one binary for
// all of them, which is a part of what is tested. On a Node that is named with --quick, only the tests run that Node itself can
// break: those of the addon, and those with worker threads or a collector that is called in them.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { nodeFolder, supportedNodes } from './node-versions.mjs'
import { root, strangersEnvironment } from './packing.mjs'

const help = `Usage: node scripts/test-nodes.mjs [--full=VERSION,...] [--quick=VERSION,...]

Runs the tests on each named version of Node (20.19.0, or 24 for the newest 24.x). Without arguments: all tests on
${supportedNodes.join(', ')}.
`

const addonFolder = join('packages', 'pager-native')
const native = /createPager|loadBinding|\/native\//
const workers = /worker_threads|new Worker\(|expose-gc|support\/[\w-]*(worker|thread|crowd|interleav)/

function parseArguments(args) {
  if (args.includes('--help')) return undefined
  const runs = args.flatMap(arg => {
    const [, mode, versions] = /^--(full|quick)=([\d.,]+)$/.exec(arg) ?? []
    if (mode === undefined) throw new Error(`unknown option ${arg}\n\n${help}`)
    return versions.split(',').map(version => ({ version, mode }))
  })
  return runs.length > 0 ? runs : supportedNodes.map(version => ({ version, mode: 'full' }))
}

/** Folders with tests and the command that runs them: the repository's own, and one of each package. */
function testedFolders() {
  const packages = ['packages', 'apps'].flatMap(group => readdirSync(join(root, group)).map(name => join(group, name)))
  const folders = packages.flatMap(folder => {
    const path = join(root, folder, 'package.json')
    const command = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).scripts?.test : undefined
    return command === undefined ? [] : [{ folder, command }]
  })
  return [{ folder: 'scripts', command: 'node --test *.test.mjs' }, ...folders]
}

/** The command for the files that Node itself can break, undefined where there are none. */
function quickCommand({ folder, command }) {
  if (!command.startsWith('vitest run') || !existsSync(join(root, folder, 'test'))) return undefined
  const files = readdirSync(join(root, folder, 'test'), { recursive: true })
    .filter(name => name.endsWith('.test.ts'))
    .map(name => join('test', name))
    .filter(file => {
      const text = readFileSync(join(root, folder, file), 'utf8')
      return workers.test(text) || (folder === addonFolder && native.test(text))
    })
  return files.length === 0 ? undefined : `${command} ${files.join(' ')}`
}

function testOn(version, mode) {
  const bin = nodeFolder(version)
  const exact = spawnSync(join(bin, 'node'), ['--version'], { encoding: 'utf8' }).stdout.trim()
  const failed = []
  const began = performance.now()
  for (const tested of testedFolders()) {
    const command = mode === 'full' ? tested.command : quickCommand(tested)
    if (command === undefined) continue
    const cwd = join(root, tested.folder)
    // What a package manager would put first, and before it the Node that is meant.
    const path = [bin, join(cwd, 'node_modules/.bin'), join(root, 'node_modules/.bin'), process.env.PATH]
    const env = { ...strangersEnvironment(), CI: 'true', PATH: path.join(delimiter) }
    console.log(`\n== ${exact} ${tested.folder}: ${command}`)
    const { status } = spawnSync(command, { shell: true, cwd, env, stdio: 'inherit' })
    if (status !== 0) failed.push(tested.folder)
  }
  return { exact, mode, failed, seconds: (performance.now() - began) / 1000 }
}

const runs = parseArguments(process.argv.slice(2))
if (runs === undefined) {
  process.stdout.write(help)
} else {
  const results = runs.map(({ version, mode }) => testOn(version, mode))
  console.log('')
  for (const { exact, mode, failed, seconds } of results) {
    const verdict = failed.length === 0 ? 'passed' : `FAILED in ${failed.join(', ')}`
    console.log(`${exact.padEnd(10)} ${mode.padEnd(5)} ${seconds.toFixed(0).padStart(4)} s  ${verdict}`)
  }
  process.exitCode = results.some(({ failed }) => failed.length > 0) ? 1 : 0
}
