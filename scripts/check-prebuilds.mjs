#!/usr/bin/env node
// Runs the prebuilt addons as far as one machine can: the suite of pagers on this machine's own, the same on an arm64 Node under qemu and
// on Node for Windows under Wine, and a musl one opened by musl's loader, all of its symbols bound. What cannot be run here is said, and
// is no failure; the workflow `prebuilds` runs each on a machine of its kind. For macOS the sources are compiled, and nothing is kept.
// Needs a build; what it wants of Debian is in the messages.
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodeFolder, supportedNodes } from './node-versions.mjs'
import { root, run } from './packing.mjs'

const suite = join(root, 'scripts/try-prebuilt.mjs')
const arm64Libraries = '/usr/aarch64-linux-gnu'
const arm64Packages = 'qemu-user-static, libstdc++6-arm64-cross and libatomic1-arm64-cross'

/** Those that start under Debian's Wine: newer ones want more address space than it reserves for them. */
const windowsNodes = ['20', '22']

const hasCommand = name => spawnSync(name, ['--version']).error === undefined

function runSuite(what, command, args, env = {}) {
  const began = performance.now()
  report(what, run(command, [...args, suite], { cwd: root, env: { ...process.env, ...env } }), began)
}

function report(what, output, began) {
  const passed = /^\W*pass (\d+)$/m.exec(output)?.[1]
  if (!(Number(passed) > 0)) throw new Error(`no test ran:\n${output}`)
  console.log(`${what}: ${passed} tests passed (${((performance.now() - began) / 1000).toFixed(0)} s)`)
}

function checkArm64() {
  const wanted = ['libstdc++.so.6', 'libatomic.so.1'].map(name => join(arm64Libraries, 'lib', name))
  const missing = hasCommand('qemu-aarch64-static') ? wanted.find(path => !existsSync(path)) : 'qemu-aarch64-static'
  if (missing !== undefined) {
    console.log(`linux-arm64-glibc: NOT RUN, no ${missing}; Debian has it in ${arm64Packages}`)
    return
  }
  for (const version of [supportedNodes.at(0), supportedNodes.at(-1)]) {
    const node = join(nodeFolder(version, 'arm64'), 'node')
    runSuite(`linux-arm64-glibc, Node ${version} under qemu`, 'qemu-aarch64-static', [node], {
      QEMU_LD_PREFIX: arm64Libraries,
    })
  }
}

/** A program that has every function of Node's as a stub and opens the addon: all that can be shown without a Node for musl. */
function checkMusl() {
  if (process.arch !== 'x64' || !hasCommand('musl-gcc')) {
    console.log('linux-x64-musl: NOT RUN, no musl-gcc; Debian has it in musl-tools')
    return
  }
  const require = createRequire(join(root, 'packages/pager-native/package.json'))
  const { v8 } = require('node-api-headers').symbols
  const stubs = [...v8.js_native_api_symbols, ...v8.node_api_symbols].map(name => `void ${name}(void) { abort(); }`)
  const main = `int main(int count, char** names) {
  void* addon = count == 2 ? dlopen(names[1], RTLD_NOW) : 0;
  if (!addon || !dlsym(addon, "napi_register_module_v1")) return fprintf(stderr, "%s\\n", dlerror()), 1;
  return puts("ok") < 0;
}`
  const folder = mkdtempSync(join(tmpdir(), 'spillway-musl-'))
  try {
    const source = join(folder, 'host.c')
    const headers = ['dlfcn', 'stdio', 'stdlib'].map(name => `#include <${name}.h>`)
    writeFileSync(source, [...headers, ...stubs, main, ''].join('\n'))
    const host = join(folder, 'host')
    run('musl-gcc', ['-w', '-rdynamic', source, '-o', host], { cwd: folder })
    const output = run(host, [join(root, 'packages/pager-native/prebuilds/linux-x64/pager-native.musl.node')], {
      cwd: folder,
    })
    if (output.trim() !== 'ok') throw new Error(`the program printed ${output}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  console.log('linux-x64-musl: opened by the loader of musl, all symbols bound')
}

/** The engine of the addon, and the portable one, which is what Windows has where the addon does not load. */
function checkWindows() {
  if (!hasCommand('wine')) {
    console.log('win32-x64: NOT RUN, no wine; Debian has it in wine and wine64')
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'spillway-wine-'))
  const env = { ...process.env, WINEPREFIX: join(folder, 'prefix'), WINEDEBUG: '-all' }
  try {
    run('wine', ['winecfg', '-v', 'win10'], { cwd: folder, env })
    for (const line of windowsNodes) {
      const node = join(nodeFolder(line, 'x64', 'win32'), 'node.exe')
      for (const engine of ['native', 'portable']) {
        const began = performance.now()
        // Node cannot write into a pipe under Wine.
        const path = join(folder, 'output')
        const output = openSync(path, 'w')
        const { status } = spawnSync('wine', [node, suite, engine], {
          cwd: root,
          env,
          stdio: ['ignore', output, output],
        })
        closeSync(output)
        if (status !== 0) throw new Error(`Node ${line} under Wine ended with ${status}\n${readFileSync(path, 'utf8')}`)
        report(`win32-x64, Node ${line} under Wine, ${engine}`, readFileSync(path, 'utf8'), began)
      }
    }
  } finally {
    spawnSync('wineserver', ['--kill'], { env })
    rmSync(folder, { recursive: true, force: true })
  }
}

// An addon that is older than its sources would fail for reasons of its own.
run('node', ['packages/pager-native/scripts/prebuild.mjs', '--missing'], { cwd: root })
runSuite(`linux-${process.arch}, this Node`, process.execPath, [])
checkArm64()
checkMusl()
checkWindows()
console.log('linux-arm64-musl: NOT RUN, there is no loader of musl for arm64 here')
console.log(run('node', ['packages/pager-native/scripts/prebuild.mjs', '--macos'], { cwd: root }).trim())
