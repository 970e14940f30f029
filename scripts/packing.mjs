// The published packages as tarballs, as a stranger gets them: packed by pnpm, measured, and never larger than they may be.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Bytes that a tarball may have. A package that grows past its bound says so here, in the commit that makes it grow. */
const tarballLimits = { 'pager-native': 2048 * 1024 }
const defaultTarballLimit = 192 * 1024

/** Settings of the package manager that started this must not reach those that a stranger would start. */
export function strangersEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm|pnpm)_/i.test(name)))
}

/** Runs a command to its end and returns what it printed. Throws Error with all of its output when it fails. */
export function run(command, args, { cwd, env = strangersEnvironment() }) {
  const result = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (result.error !== undefined) throw result.error
  if (result.status !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} ended with ${result.status ?? result.signal}\n${result.stdout}${result.stderr}`,
    )
  }
  return result.stdout
}

/** The packages of a workspace that are not private: `{ folder, path, manifest }`. */
export function publishedPackages(workspace = root) {
  return readdirSync(join(workspace, 'packages'))
    .map(folder => ({ folder, path: join(workspace, 'packages', folder) }))
    .filter(({ path }) => existsSync(join(path, 'package.json')))
    .map(entry => ({ ...entry, manifest: JSON.parse(readFileSync(join(entry.path, 'package.json'), 'utf8')) }))
    .filter(({ manifest }) => manifest.private !== true)
}

/** Packs one of them into `destination` and returns the tarball's path. Throws Error when it is too large. `extra` is environment. */
export function pack({ folder, path }, destination, extra = {}) {
  const before = new Set(readdirSync(destination))
  const pnpm = process.env.npm_execpath?.includes('pnpm')
    ? [process.execPath, process.env.npm_execpath]
    : ['npx', '-y', 'pnpm@10']
  run(pnpm[0], [...pnpm.slice(1), 'pack', '--pack-destination', destination], {
    cwd: path,
    env: { ...strangersEnvironment(), ...extra },
  })
  const tarball = readdirSync(destination).find(name => !before.has(name))
  if (tarball === undefined) throw new Error(`${folder}: packing made no tarball`)
  const { size } = statSync(join(destination, tarball))
  const limit = tarballLimits[folder] ?? defaultTarballLimit
  console.log(`packed ${folder}: ${(size / 1024).toFixed(1)} of ${limit / 1024} KiB`)
  if (size > limit) throw new Error(`${folder}: ${size} bytes packed, more than ${limit}`)
  return join(destination, tarball)
}
