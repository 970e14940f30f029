// Whoever installs this package gets nothing with it: the registry and the meter are the caller's, of whose types each entry needs its own;
// and what is observed is known by its shape.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '..')
const read = (part: string, file: string) => readFileSync(join(folder, part, file), 'utf8')
const specifiers = (text: string) =>
  [...text.matchAll(/(?:from|import)\s*\(?['"]([^'"]+)['"]/g)].map(([, name]) => name!)
const isOutside = (name: string) => !name.startsWith('.')

test('at run time nothing is imported, not even Node', () => {
  const built = readdirSync(join(folder, 'dist')).filter(file => file.endsWith('.js'))
  expect(built.length, 'build the package first').toBeGreaterThan(2)
  for (const file of built) expect(specifiers(read('dist', file)).filter(isOutside), file).toEqual([])
})

/** All that a source imports, directly or not. */
function reach(file: string, seen = new Set<string>()): Set<string> {
  for (const name of specifiers(read('src', file))) {
    if (seen.has(name)) continue
    seen.add(name)
    if (!isOutside(name)) reach(name.slice(2).replace(/\.js$/, '.ts'), seen)
  }
  return seen
}

test.each([
  ['index.ts', []],
  ['opentelemetry.ts', ['@opentelemetry/api']],
  ['prometheus.ts', ['prom-client']],
])('the types of %s need %j', (entry, packages) => {
  const reached = reach(entry)
  expect(reached.size).toBeGreaterThan(3)
  expect([...reached].filter(isOutside)).toEqual(packages)
})

test('it depends on nothing', () => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  expect(manifest.dependencies).toBeUndefined()
  const required = Object.keys(manifest.peerDependencies).filter(name => !manifest.peerDependenciesMeta[name]?.optional)
  expect(required).toEqual([])
})
