#!/usr/bin/env node
// Goes through a release without publishing anything: in a clone, versions are bumped and changelogs written from the changesets (or
// from one that it makes up), the packages are packed from what is built here, their manifests are looked at, and a program runs
// on them in an empty folder. Needs a build.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pack, publishedPackages, root, run } from './packing.mjs'

const programs = join(root, 'scripts/consumers/programs')

/** What is committed, with what was built from it here. Returns its published packages. */
function cloneInto(folder) {
  run('git', ['clone', '--quiet', '--no-hardlinks', root, folder], { cwd: root })
  run('npx', ['-y', 'pnpm@10', 'install', '--frozen-lockfile', '--prefer-offline', '--ignore-scripts'], { cwd: folder })
  const packages = publishedPackages(folder)
  for (const { folder: name } of packages) {
    for (const built of ['dist', 'prebuilds']) {
      const from = join(root, 'packages', name, built)
      if (existsSync(from)) cpSync(from, join(folder, 'packages', name, built), { recursive: true })
    }
  }
  return packages
}

function bump(folder, packages) {
  const pending = readdirSync(join(folder, '.changeset')).filter(name => name.endsWith('.md') && name !== 'README.md')
  if (pending.length === 0) {
    const changes = packages.map(({ manifest }) => `'${manifest.name}': minor`).join('\n')
    writeFileSync(join(folder, '.changeset/dry-run.md'), `---\n${changes}\n---\n\nA release that is not one.\n`)
  }
  run('npx', ['--no-install', 'changeset', 'version'], { cwd: folder })
}

const manifestOf = (folder, name) => JSON.parse(readFileSync(join(folder, 'packages', name, 'package.json'), 'utf8'))

/** All published packages have one version, newer than before, and a changelog that names it. */
function checkVersions(folder, packages) {
  const versions = new Set(packages.map(({ folder: name }) => manifestOf(folder, name).version))
  if (versions.size !== 1) throw new Error(`the packages have versions ${[...versions].join(', ')}`)
  const [version] = versions
  for (const { folder: name, manifest } of packages) {
    if (manifest.version === version) throw new Error(`${name} still has version ${version}`)
    const changelog = readFileSync(join(folder, 'packages', name, 'CHANGELOG.md'), 'utf8')
    if (!changelog.includes(`## ${version}`)) throw new Error(`the changelog of ${name} does not mention ${version}`)
  }
  return version
}

/** What a stranger gets: no links into the workspace, no scripts that run at installation. */
function checkInstalled(consumer, packages, version) {
  for (const { manifest } of packages) {
    const installed = JSON.parse(readFileSync(join(consumer, 'node_modules', manifest.name, 'package.json'), 'utf8'))
    const text = JSON.stringify(installed)
    if (installed.version !== version) throw new Error(`${manifest.name} was packed as ${installed.version}`)
    if (/"(workspace|link|file|catalog):/.test(text)) throw new Error(`${manifest.name} was packed with links: ${text}`)
    for (const script of ['preinstall', 'install', 'postinstall']) {
      if (installed.scripts?.[script] !== undefined) throw new Error(`${manifest.name} has a script ${script}`)
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'spillway-release-'))
try {
  const clone = join(folder, 'clone')
  const packages = cloneInto(clone)
  bump(clone, packages)
  const version = checkVersions(clone, packages)
  console.log(`version ${version}, with a changelog for each of ${packages.map(({ folder: name }) => name).join(', ')}`)

  const tarballs = join(folder, 'tarballs')
  const consumer = join(folder, 'consumer')
  mkdirSync(tarballs)
  mkdirSync(consumer)
  const packed = packages.map(entry => pack(entry, tarballs))
  writeFileSync(join(consumer, 'package.json'), '{ "private": true, "type": "module" }\n')
  run('npm', ['install', '--no-audit', '--no-fund', ...packed], { cwd: consumer })
  checkInstalled(consumer, packages, version)

  // Without prebuilt addons, as on a machine that has no cross compiler, the packages must work all the same.
  const engine = existsSync(join(root, 'packages/pager-native/prebuilds')) ? 'native' : 'portable'
  cpSync(join(programs, 'page.mjs'), join(consumer, 'page.mjs'))
  const output = run(process.execPath, ['--no-warnings', 'page.mjs', engine], { cwd: consumer })
  if (output.trim() !== 'ok') throw new Error(`the program printed ${output}`)
  console.log(`installed with npm in an empty folder, and paged with the ${engine} engine`)
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
