// Programs that strangers have and the workspace does not: package managers, a registry, checkers of packages. They are installed
// once, with versions that are pinned here, under node_modules/.cache.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from '../packing.mjs'

const versions = {
  '@arethetypeswrong/cli': '0.18.5',
  '@types/node': '20.19.43',
  '@yarnpkg/cli-dist': '4.18.1',
  bun: '1.4.5',
  esbuild: '0.28.2',
  pnpm: '10.34.9',
  publint: '0.3.25',
  typescript: '5.9.3',
  verdaccio: '6.10.4',
  yarn: '1.22.22',
}

/** One of verdaccio's own dependencies is named by a tag, which registries that mirror others may not have. */
const overrides = { 'node-fetch': '2.7.0' }

/** The folder with the tools' `node_modules`; installs what is missing. */
export function toolsFolder() {
  const folder = join(root, 'node_modules', '.cache', 'consumer-tools')
  const manifest = join(folder, 'package.json')
  const wanted = `${JSON.stringify({ private: true, dependencies: versions, overrides }, undefined, 2)}\n`
  const current = existsSync(join(folder, 'node_modules')) && readFileSync(manifest, 'utf8') === wanted
  if (current) return folder
  mkdirSync(folder, { recursive: true })
  writeFileSync(manifest, wanted)
  run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: folder })
  return folder
}
