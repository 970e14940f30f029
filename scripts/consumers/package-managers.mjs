// How each package manager adds packages to an empty folder from a registry. What it may ask for (lock files, telemetry, linkers) is
// set so that nobody has to answer.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../packing.mjs'

const node = process.execPath

/** By name: `install(folder, names, context)`, where `context` has `registry` (a URL), `tools` (a folder) and `env`. */
export const packageManagers = {
  npm(folder, names, { registry, env }) {
    run('npm', ['install', '--no-audit', '--no-fund', '--registry', registry, ...names], { cwd: folder, env })
  },

  pnpm(folder, names, { registry, tools, env }) {
    writeFileSync(join(folder, '.npmrc'), `registry=${registry}\n`)
    writeFileSync(join(folder, 'pnpm-workspace.yaml'), 'packages: []\n')
    run(node, [join(tools, 'node_modules/pnpm/bin/pnpm.cjs'), 'add', ...names], { cwd: folder, env })
  },

  'yarn 1'(folder, names, { registry, tools, env }) {
    writeFileSync(join(folder, '.npmrc'), `registry=${registry}\n`)
    const yarn = join(tools, 'node_modules/yarn/bin/yarn.js')
    run(node, [yarn, 'add', '--no-progress', '--non-interactive', '--registry', registry, ...names], {
      cwd: folder,
      env,
    })
  },

  yarn(folder, names, { registry, tools, env }) {
    const settings = `npmRegistryServer: ${registry}
unsafeHttpWhitelist: [localhost]
nodeLinker: node-modules
enableTelemetry: false
enableGlobalCache: false
enableImmutableInstalls: false
npmMinimalAgeGate: 0
`
    writeFileSync(join(folder, '.yarnrc.yml'), settings)
    writeFileSync(join(folder, 'yarn.lock'), '')
    run(node, [join(tools, 'node_modules/@yarnpkg/cli-dist/bin/yarn.js'), 'add', ...names], { cwd: folder, env })
  },

  bun(folder, names, { registry, tools, env }) {
    writeFileSync(join(folder, 'bunfig.toml'), `[install]\nregistry = "${registry}"\n`)
    run(join(tools, 'node_modules/bun/bin/bun.exe'), ['add', ...names], { cwd: folder, env })
  },
}

/** An empty folder that is no part of any workspace. */
export function emptyFolder(parent, name) {
  const folder = join(parent, name.replaceAll(' ', '-'))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "name": "stranger", "private": true, "type": "module" }\n')
  return folder
}
