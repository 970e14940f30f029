// The program that builds the addon, as the published package has it: what it refuses, and what it leaves when it is ended.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../packages/pager-native', import.meta.url))
const skip = process.platform === 'win32' && 'it builds nothing on Windows'
let folder = ''
let env = {}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-build-native-'))
  for (const name of ['addon-sources.mjs', 'build-native.mjs']) {
    cpSync(join(source, 'scripts', name), join(folder, 'scripts', name))
  }
  symlinkSync(join(source, 'node_modules'), join(folder, 'node_modules'))
  mkdirSync(join(folder, 'native/src'), { recursive: true })
  writeFileSync(join(folder, 'native/src/one.cc'), 'int one() { return 1; }\n')
  // A driver that starts a compiler which does not end, as drivers do: in a process of its own, to which it hands no signals.
  const compiler = join(folder, 'compiler')
  writeFileSync(
    compiler,
    `#!/bin/sh\n[ "$1" = --version ] && exit 0\nsleep 1000 &\necho $! >${folder}/started\nmv ${folder}/started ${folder}/pid\nwait\n`,
    { mode: 0o755 },
  )
  env = { ...process.env, CXX: compiler }
})
afterEach(() => rmSync(folder, { recursive: true }))

const program = () => join(folder, 'scripts/build-native.mjs')
const run = (...flags) => spawnSync(process.execPath, [program(), ...flags], { encoding: 'utf8', env })

test('options that need the tests are neither offered nor taken without them', { skip }, () => {
  const { status, stdout } = run('--help')
  assert.equal(status, 0)
  assert.doesNotMatch(stdout, /test|sanitize/)
  for (const flag of ['--test', '--core-test', '--sanitize=address']) {
    const refused = run(flag)
    assert.equal(refused.status, 1, flag)
    assert.match(refused.stderr, /^spillway-build-native: the tests are in the repository only[^\n]*\n$/)
  }
})

test('a folder that cannot be written is one line', { skip }, () => {
  writeFileSync(join(folder, 'build'), '')
  const { status, stderr } = run()
  assert.equal(status, 1)
  assert.match(stderr, /^spillway-build-native: [A-Z]+: [^\n]*build[^\n]*\n$/)
})

test('ended by a signal, it ends its compilers and leaves no objects', { skip }, async () => {
  const build = spawn(process.execPath, [program()], { env, stdio: 'ignore' })
  const ended = once(build, 'close')
  while (!existsSync(join(folder, 'pid'))) {
    assert.equal(build.exitCode, null)
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  const compiler = Number(readFileSync(join(folder, 'pid'), 'utf8'))
  build.kill('SIGTERM')
  assert.deepEqual(await ended, [null, 'SIGTERM'])
  assert.deepEqual(readdirSync(join(folder, 'build/Release')), [])
  // It was told before, but nobody waits for it.
  while (isRunning(compiler)) await new Promise(resolve => setTimeout(resolve, 10))
})

/** A process that has ended, but that nobody has waited for, does not run. */
function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
