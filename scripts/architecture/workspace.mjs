// Reads the workspace that the rules judge: its packages, and the files that git tracks or would track.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const sourceFile = /\.(ts|mts|cts|js|mjs|cjs|cc|cpp|c|h|hh|hpp)$/

export function readWorkspace(root) {
  const packages = []
  for (const group of ['packages', 'apps']) {
    if (!existsSync(join(root, group))) continue
    for (const folder of readdirSync(join(root, group)).sort()) {
      const manifest = join(root, group, folder, 'package.json')
      if (!existsSync(manifest)) continue
      packages.push({ folder, path: `${group}/${folder}`, manifest: JSON.parse(readFileSync(manifest, 'utf8')) })
    }
  }
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  const paths = [...new Set(listed.toString().split('\0'))].filter(
    path => sourceFile.test(path) && existsSync(join(root, path)),
  )
  const files = paths.sort().map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  return { packages, files }
}
