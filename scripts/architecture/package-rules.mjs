// Rules over package manifests: the arrows of the picture.
import { allowedDependencies, leaves, tops } from './layout.mjs'

const scope = '@spillway/'
const fields = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']

/** Any version of one major line: see scripts/pnpm-hooks.cjs for what is published. */
const peerRange = /^workspace:\d+\.x$/

const matches = (pattern, name) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name)

export function workspaceDependencies(manifest) {
  const names = fields.flatMap(field => Object.keys(manifest[field] ?? {}))
  return [...new Set(names)].filter(name => name.startsWith(scope)).map(name => name.slice(scope.length))
}

export function mayDependOn(folder, dependency) {
  if (leaves.includes(folder) || tops.includes(dependency)) return false
  const rule = allowedDependencies.find(entry => matches(entry.folder, folder))
  return rule?.dependencies.some(pattern => matches(pattern, dependency)) ?? false
}

export function checkPackages({ packages }) {
  const problems = []
  for (const { folder, path, manifest } of packages) {
    const known = leaves.includes(folder) || allowedDependencies.some(entry => matches(entry.folder, folder))
    if (!known)
      problems.push(`${path}: not in the picture; draw it in ARCHITECTURE.md and scripts/architecture/layout.mjs`)
    if (manifest.name !== scope + folder) problems.push(`${path}: is named ${manifest.name}, not ${scope}${folder}`)
    if (manifest.type !== 'module') problems.push(`${path}: is not "type": "module"`)
    if (manifest.engines?.node !== '>=20.19') problems.push(`${path}: does not say "engines": { "node": ">=20.19" }`)
    for (const field of ['preinstall', 'install', 'postinstall'])
      if (manifest.scripts?.[field])
        problems.push(`${path}: has an ${field} script, which pnpm would not run for users`)
    for (const [name, range] of Object.entries(manifest.peerDependencies ?? {}))
      if (name.startsWith(scope) && !peerRange.test(range))
        problems.push(`${path}: asks for its peer ${name} as ${range}, not as workspace:0.x`)
    for (const dependency of workspaceDependencies(manifest))
      if (!mayDependOn(folder, dependency)) problems.push(`${path}: must not depend on ${scope}${dependency}`)
  }
  return problems
}
