// Whether every link into the middle of a page ends at something that is there. VitePress itself looks at pages only.
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

/** The anchor of a heading, as GitHub makes it, so that links work in the repository and on the site. */
export function slugify(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
    .replace(/\s/g, '-')
}

/** Throws Error with every dead anchor of a site that was built into `folder`. */
export function checkAnchors(folder) {
  const pages = new Map(
    readdirSync(folder, { recursive: true })
      .map(path => path.replaceAll('\\', '/'))
      .filter(path => path.endsWith('.html'))
      .map(path => [path, readFileSync(join(folder, path), 'utf8')]),
  )
  const ids = new Map([...pages].map(([path, html]) => [path, new Set(matches(html, / id="([^"]+)"/g))]))
  const dead = [...pages].flatMap(([path, html]) =>
    matches(html, /<a [^>]*href="([^":]*#[^"]+)"/g)
      .filter(href => !isAlive(href, path, ids))
      .map(href => `${path}: ${href}`),
  )
  if (dead.length > 0) throw new Error(`links to headings that are not there:\n${dead.join('\n')}`)
}

function isAlive(href, path, ids) {
  const [target, anchor] = href.split('#')
  const page =
    target === '' ? path : posix.join(posix.dirname(`/${path}`), target.startsWith('/') ? `/${target}` : target)
  const file = posix.normalize(target.startsWith('/') ? target : page).replace(/^\//, '')
  return ids.get(file)?.has(decodeURIComponent(anchor)) ?? false
}

const matches = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found)
