// Which document is which page: the tree that people read on disk, as the tree of the site. Documents that are not named here are no
// pages; links to them, as to sources, become plain text, because the site does not know where the repository is hosted.
import { readDocuments } from '../../../scripts/documents.mjs'

/** Where `typedoc` writes the pages of the docstrings, from the repository's root. */
export const apiFolder = 'apps/site/build/api'

const patterns = [
  [/^docs\/(.+)\.md$/, '$1.md'],
  [/^(?:packages|apps)\/([^/]+)\/README\.md$/, 'packages/$1.md'],
  [/^(ARCHITECTURE|CONTRIBUTING|DECISIONS|SECURITY)\.md$/, (_, name) => `project/${name.toLowerCase()}.md`],
]

/** From the path of a document to that of its page: a Map. Throws Error when two documents want one page. */
export function readRoutes() {
  const routes = new Map()
  for (const { path } of readDocuments()) {
    const found = patterns.find(([pattern]) => pattern.test(path))
    if (found === undefined) continue
    const page = path.replace(...found)
    if ([...routes.values()].includes(page)) throw new Error(`${path}: there is a page ${page} already`)
    routes.set(path, page)
  }
  return routes
}
