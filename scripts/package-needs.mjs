// Whether a package, as it is installed, declares exactly what it uses: every module that its files import is a dependency, a peer, a part
// of Node, or itself; every dependency is imported by one of its files; and every peer by its programs or its types.
import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import ts from 'typescript'

const nameOf = specifier => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')

/** The packages that the files below `folder` import: `{ programs, types }`, two sets of names. */
export function importsBelow(folder) {
  const found = { programs: new Set(), types: new Set() }
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(folder, name)
    if (!/\.(mjs|cjs|js|d\.ts)$/.test(name) || name.split(/[\\/]/).includes('node_modules')) continue
    const kind = name.endsWith('.d.ts') ? 'types' : 'programs'
    const text = readFileSync(path, 'utf8')
    // `require` that was made with createRequire is a function like any other, so that only its name tells.
    const resolved = [...text.matchAll(/\brequire(?:\.resolve)?\(\s*['"`]([^'"`$]+)['"`]\s*\)/g)].map(
      ([, specifier]) => specifier,
    )
    const imported = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName)
    for (const specifier of [...resolved, ...imported])
      if (!specifier.startsWith('.') && !isBuiltin(specifier)) found[kind].add(nameOf(specifier))
  }
  return found
}

/** What is wrong with the manifest of the package in `folder`, as sentences. */
export function needMistakes(folder) {
  const {
    name,
    dependencies = {},
    peerDependencies = {},
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const { programs, types } = importsBelow(folder)
  const used = new Set([...programs, ...types])
  const declared = new Set([name, ...Object.keys(dependencies), ...Object.keys(peerDependencies)])
  return [
    ...[...used].filter(other => !declared.has(other)).map(other => `${name} imports ${other} and does not declare it`),
    ...Object.keys(dependencies)
      .filter(other => !programs.has(other))
      .map(other => `${name} depends on ${other}, which none of its programs imports`),
    ...Object.keys(peerDependencies)
      .filter(other => !used.has(other))
      .map(other => `${name} asks for its peer ${other} and does not import it`),
  ]
}
