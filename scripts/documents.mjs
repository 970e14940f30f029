// The Markdown files that people read: what git tracks or would track, but for change notes, which are written and read by tools.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './packing.mjs'

/** Every document: `{ path, text }`, with the path from the repository's root. */
export function readDocuments() {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md']
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\0')
  return [...new Set(listed)]
    .filter(path => path !== '' && !/^\.changeset\/|(^|\/)CHANGELOG\.md$/.test(path) && existsSync(join(root, path)))
    .sort()
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}
