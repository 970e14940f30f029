// Links between documents, which lead from file to file, made into links between pages. A link to something that is no page becomes
// plain text; one to something that does not exist fails the build.
import { existsSync } from 'node:fs'
import { posix, relative } from 'node:path'

/** A plugin of markdown-it. `root` is the repository's, and `routes` are those of `readRoutes`. */
export function repositoryLinks(markdown, { root, routes, apiFolder }) {
  markdown.core.ruler.push('repository-links', ({ tokens, env }) => {
    const path = relative(root, env.realPath ?? env.path).replaceAll('\\', '/')
    if (path.startsWith(apiFolder)) return
    for (const token of tokens) {
      if (token.children !== null) token.children = rewritten(token.children, path)
    }
  })

  function rewritten(tokens, path) {
    let unlinked = false
    return tokens.filter(token => {
      if (token.type === 'link_close' && unlinked) {
        unlinked = false
        return false
      }
      if (token.type !== 'link_open') return true
      const href = token.attrGet('href')
      // Headings link to themselves; other sites are not looked at.
      if (/^(#|\/|[a-z]+:)/.test(href)) return true
      const page = pageOf(href, path)
      unlinked = page === undefined
      if (!unlinked) token.attrSet('href', page)
      return !unlinked
    })
  }

  function pageOf(href, path) {
    const [target, anchor] = href.split('#')
    const file = posix.join(posix.dirname(path), decodeURIComponent(target)).replace(/\/$/, '')
    if (!existsSync(posix.join(root, file))) throw new Error(`${path}: there is no ${file} to link to`)
    const page = routes.get(file) ?? routes.get(`${file}/README.md`)
    return page === undefined ? undefined : `/${page}${anchor === undefined ? '' : `#${anchor}`}`
  }
}
