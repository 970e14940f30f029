// The docstrings of every entry of every published package as Markdown pages, in the tree that the site is built from. A name that is
// exported and has no docstring fails this.
import { join } from 'node:path'
import { publishedPackages, root } from '../../scripts/packing.mjs'
import { apiFolder } from './.vitepress/routes.mjs'

const packages = publishedPackages()

/** From a source to the name that is imported: `@spillway/policy/conformance`. */
const modules = new Map(
  packages.flatMap(({ path, manifest }) =>
    Object.entries(manifest.exports)
      .filter(([, target]) => typeof target === 'object')
      .map(([entry, target]) => [
        join(path, target.default.replace('./dist/', 'src/').replace(/\.js$/, '.ts')),
        join(manifest.name, entry),
      ]),
  ),
)

/** What `using` calls says nothing that `close` or `leave` does not. */
const disposers = [
  '@spillway/pager-native/promises.PromiseHandle.[dispose]',
  '@spillway/pager-native/promises.PromisePager.[dispose]',
  '@spillway/policy.TieredPolicy.[dispose]',
  '@spillway/policy-pressure.MemoryGovernor.[dispose]',
  '@spillway/policy-pressure.PressurePolicy.[dispose]',
]

/** Modules are named as they are imported, and not by where their sources are. */
function nameModules(app) {
  app.converter.on('resolveBegin', ({ project }) => {
    for (const module of project.children ?? []) {
      const source = project.files.getReflectionPath(module) ?? module.sources?.[0]?.fullFileName
      module.name = modules.get(source) ?? module.name
    }
  })
}

export default {
  name: 'API',
  entryPoints: [...modules.keys()],
  tsconfig: './tsconfig.api.json',
  plugin: ['typedoc-plugin-markdown', 'typedoc-vitepress-theme', nameModules],
  out: join(root, apiFolder),
  docsRoot: join(root, apiFolder),
  readme: 'none',
  basePath: root,
  excludePrivate: true,
  excludeInternal: true,
  excludeExternals: true,
  disableSources: true,
  githubPages: false,
  validation: { notExported: false, invalidLink: true, notDocumented: true },
  skipErrorChecking: true, // `pnpm typecheck` does that
  packagesRequiringDocumentation: packages.map(({ manifest }) => manifest.name),
  requiredToBeDocumented: ['Class', 'Function', 'Interface', 'TypeAlias', 'Variable'],
  intentionallyNotDocumented: disposers,
  treatValidationWarningsAsErrors: true,
}
