#!/usr/bin/env node
// Goes through a release without publishing anything: in a clone, versions are bumped and changelogs written from the changesets (or
// from one that it makes up), the packages are packed from what is built here, their manifests are looked at, and a program runs
// on them in an empty folder. Needs a build.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pack, publishedPackages, root, run } from './packing.mjs'

/** As the release's workflow sees it: provenance wants to know the repository. */
const builder = { GITHUB_SERVER_URL: 'https://git.example', GITHUB_REPOSITORY: 'spillway/spillway' }
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

/** Bumps the versions, and returns the one that the changesets ask for: the largest step that any of them names. */
function bump(folder, packages) {
  const notes = join(folder, '.changeset')
  const pending = () => readdirSync(notes).filter(name => name.endsWith('.md') && name !== 'README.md')
  if (pending().length === 0) {
    const change = `'${packages[0].manifest.name}': minor`
    writeFileSync(join(notes, 'dry-run.md'), `---\n${change}\n---\n\nA release that is not one.\n`)
  }
  const asked = pending().map(name => readFileSync(join(notes, name), 'utf8').split(/^---$/m)[1])
  run('npx', ['--no-install', 'changeset', 'version'], { cwd: folder })
  const steps = ['major', 'minor', 'patch']
  return nextVersion(
    packages[0].manifest.version,
    steps.find(step => asked.some(text => text.includes(`: ${step}`))),
  )
}

function nextVersion(version, step) {
  const [major, minor, patch] = version.split('.').map(Number)
  if (step === 'major') return `${major + 1}.0.0`
  return step === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`
}

const manifestOf = (folder, name) => JSON.parse(readFileSync(join(folder, 'packages', name, 'package.json'), 'utf8'))

/** All published packages have this version, and a changelog that names it. */
function checkVersions(folder, packages, version) {
  for (const { folder: name } of packages) {
    const bumped = manifestOf(folder, name).version
    if (bumped !== version) throw new Error(`${name} has version ${bumped}, where the changesets ask for ${version}`)
    const changelog = readFileSync(join(folder, 'packages', name, 'CHANGELOG.md'), 'utf8')
    if (!changelog.includes(`## ${version}`)) throw new Error(`the changelog of ${name} does not mention ${version}`)
  }
}

/** What a stranger gets: no links into the workspace, peers of the same version, no scripts that run at installation. */
function checkInstalled(consumer, packages, version) {
  for (const { manifest } of packages) {
    const installed = JSON.parse(readFileSync(join(consumer, 'node_modules', manifest.name, 'package.json'), 'utf8'))
    const text = JSON.stringify(installed)
    if (installed.repository?.url !== `git+${builder.GITHUB_SERVER_URL}/${builder.GITHUB_REPOSITORY}.git`)
      throw new Error(`${manifest.name} does not say where it was built: ${text}`)
    if (installed.version !== version) throw new Error(`${manifest.name} was packed as ${installed.version}`)
    if (/"(workspace|link|file|catalog):/.test(text)) throw new Error(`${manifest.name} was packed with links: ${text}`)
    for (const [peer, range] of Object.entries(installed.peerDependencies ?? {})) {
      if (peer.startsWith('@spillway/') && range !== `^${version}`)
        throw new Error(`${manifest.name} asks for ${peer} ${range}`)
    }
    for (const script of ['preinstall', 'install', 'postinstall']) {
      if (installed.scripts?.[script] !== undefined) throw new Error(`${manifest.name} has a script ${script}`)
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'spillway-release-'))
try {
  const clone = join(folder, 'clone')
  const packages = cloneInto(clone)
  const version = bump(clone, packages)
  checkVersions(clone, packages, version)
  console.log(`version ${version}, with a changelog for each of ${packages.map(({ folder: name }) => name).join(', ')}`)

  const tarballs = join(folder, 'tarballs')
  const consumer = join(folder, 'consumer')
  mkdirSync(tarballs)
  mkdirSync(consumer)
  const packed = packages.map(entry => pack(entry, tarballs, builder))
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
