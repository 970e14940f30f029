#!/usr/bin/env node
// Runs the tests of every package on every Node that the project promises to work on. Needs a build; the addon is one binary for
// all of them, which is a part of what is tested. On a Node that is named with --quick, only the tests run that Node itself can
// break: those with the addon, worker threads, child processes, or garbage collection in them.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { nodeFolder, supportedNodes } from './node-versions.mjs'
import { root, strangersEnvironment } from './packing.mjs'

const help = `Usage: node scripts/test-nodes.mjs [--full=VERSION,...] [--quick=VERSION,...]

Runs the tests on each named version of Node (20.19.0, or 24 for the newest 24.x). Without arguments: all tests on
${supportedNodes.join(', ')}.
`

const nodeTouching =
  /worker_threads|child_process|expose-gc|pager-native|create\w*Pager|WebAssembly|SharedArrayBuffer|process\.on/

function parseArguments(args) {
  if (args.includes('--help')) return undefined
  const runs = args.flatMap(arg => {
    const [, mode, versions] = /^--(full|quick)=([\d.,]+)$/.exec(arg) ?? []
    if (mode === undefined) throw new Error(`unknown option ${arg}\n\n${help}`)
    return versions.split(',').map(version => ({ version, mode }))
  })
  return runs.length > 0 ? runs : supportedNodes.map(version => ({ version, mode: 'full' }))
}

function testedFolders() {
  return ['packages', 'apps']
    .flatMap(group => readdirSync(join(root, group)).map(name => join(group, name)))
    .filter(folder => existsSync(join(root, folder, 'test')))
}

function testFiles(folder) {
  return readdirSync(join(root, folder, 'test'), { recursive: true })
    .filter(name => name.endsWith('.test.ts'))
    .map(name => join('test', name))
}

/** Files to run, or undefined for all of them. */
function selection(folder, mode) {
  if (mode === 'full') return undefined
  return testFiles(folder).filter(file => nodeTouching.test(readFileSync(join(root, folder, file), 'utf8')))
}

function testOn(version, mode) {
  const bin = nodeFolder(version)
  const node = join(bin, process.platform === 'win32' ? 'node.exe' : 'node')
  const env = { ...strangersEnvironment(), CI: 'true', PATH: `${bin}${delimiter}${process.env.PATH}` }
  const exact = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
  const failed = []
  const began = performance.now()
  for (const folder of testedFolders()) {
    const files = selection(folder, mode)
    if (files?.length === 0) continue
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    console.log(`\n== ${exact} ${folder}: ${files === undefined ? 'all tests' : `${files.length} test files`}`)
    const { status } = spawnSync(node, [vitest, 'run', '--reporter=dot', ...(files ?? [])], {
      cwd: join(root, folder),
      env,
      stdio: 'inherit',
    })
    if (status !== 0) failed.push(folder)
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
