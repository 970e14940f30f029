#!/usr/bin/env node
// Shows that the page "Getting started" is true: publishes the packages to a registry of its own, then does what the page says, word by
// word, in an empty folder, with empty caches. Fails when that takes more commands, lines or time than it promises, or prints something else.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readBlocks } from './code-blocks.mjs'
import { publish, startRegistry } from './consumers/registry.mjs'
import { toolsFolder } from './consumers/tools.mjs'
import { pack, publishedPackages, root, strangersEnvironment } from './packing.mjs'
import { readCommands } from './shell-commands.mjs'

const mostCommands = 4
const mostLines = 25
const mostSeconds = 120

/** The page as steps, in its order: `{ command }`, or `{ file, code }` to be saved; and what the last command prints. */
function readPage() {
  const blocks = readBlocks(readFileSync(join(root, 'docs/getting-started.md'), 'utf8'))
  const lines = block => block.code.split('\n').filter(line => readCommands(line).length > 0)
  const steps = blocks.flatMap(block => {
    if (block.kind === 'commands') return lines(block).map(command => ({ command }))
    return block.kind === 'program' ? [{ file: block.file, code: block.code }] : []
  })
  return { steps, expected: blocks.find(({ output }) => output).code }
}

/** Runs one line as a shell would, and returns what it printed and the folder that it left off in. */
function runLine(command, { cwd, env }) {
  const output = execFileSync('sh', ['-ec', `${command}\npwd`], { cwd, env, encoding: 'utf8' })
    .trimEnd()
    .split('\n')
  return { printed: output.slice(0, -1).join('\n'), folder: output.at(-1) }
}

function follow({ steps, expected }, { cwd, env }) {
  let folder = cwd
  let printed = ''
  for (const { command, file, code } of steps) {
    const began = performance.now()
    if (file !== undefined) writeFileSync(join(folder, file), code)
    else ({ printed, folder } = runLine(command, { cwd: folder, env }))
    console.log(`${command ?? `(save ${file})`}: ${((performance.now() - began) / 1000).toFixed(1)} s`)
  }
  if (printed.trimEnd() !== expected.trimEnd()) throw new Error(`the page says\n${expected}\nand it prints\n${printed}`)
  return folder
}

const folder = mkdtempSync(join(tmpdir(), 'spillway-newcomer-'))
let registry
try {
  const page = readPage()
  const commands = page.steps.filter(({ command }) => command !== undefined).length
  const lines = page.steps
    .find(({ file }) => file !== undefined)
    .code.trimEnd()
    .split('\n').length
  if (commands > mostCommands) throw new Error(`${commands} commands, more than ${mostCommands}`)
  if (lines > mostLines) throw new Error(`a program of ${lines} lines, more than ${mostLines}`)

  const tarballs = join(folder, 'tarballs')
  const home = join(folder, 'home')
  const empty = join(folder, 'empty')
  for (const made of [tarballs, home, empty]) mkdirSync(made)
  registry = await startRegistry(folder, toolsFolder())
  for (const entry of publishedPackages()) publish(pack(entry, tarballs), registry.url, join(folder, 'publisher'))

  const env = {
    ...strangersEnvironment(),
    HOME: home,
    npm_config_registry: registry.url,
    npm_config_update_notifier: 'false',
  }
  const began = performance.now()
  const made = follow(page, { cwd: empty, env })
  const seconds = (performance.now() - began) / 1000
  const addons = readdirSync(join(made, 'node_modules/@spillway/pager-native')).includes('prebuilds')
  console.log(addons ? 'with the addons in the package' : 'without addons: pnpm build:prebuilds makes them')
  console.log(`${commands} commands, ${lines} lines, ${seconds.toFixed(1)} s of at most ${mostSeconds}`)
  if (seconds > mostSeconds) throw new Error('that is too long')
} finally {
  registry?.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
