// What pnpm calls while it packs; CommonJS, because pnpm 10 loads nothing else. Two fields of a manifest are only known then.
//
// peerDependencies: what is published asks for peers of its own minor version, because in 0.x a minor version may break what was. In the
// workspace it asks for any 0.x: a narrower range would be left by every minor release, and changesets answers that with a major one.
//
// repository: provenance names the repository that a package was built in, and the registry compares. The machine that builds knows it.
const { relative } = require('node:path')

const scope = '@spillway/'
const root = `${__dirname}/..`

const narrowed = (peers, version) =>
  Object.fromEntries(
    Object.entries(peers).map(([name, range]) => [name, name.startsWith(scope) ? `^${version}` : range]),
  )

function beforePacking(manifest, folder) {
  const packed = { ...manifest }
  if (manifest.peerDependencies !== undefined)
    packed.peerDependencies = narrowed(manifest.peerDependencies, manifest.version)
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env
  if (server && repository)
    packed.repository = { type: 'git', url: `git+${server}/${repository}.git`, directory: relative(root, folder) }
  return packed
}

module.exports = { hooks: { beforePacking } }
