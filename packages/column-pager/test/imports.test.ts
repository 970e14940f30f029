// Whoever installs this package gets lz4-napi with it, and nothing else: the other packages are types here, and the pager's addon
// is loaded by those who make a pager.
import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const source = join(import.meta.dirname, '../src')
const imports = readdirSync(source).flatMap(file => {
  const text = readFileSync(join(source, file), 'utf8')
  const statements = text.matchAll(/^(import|export)( type)? [^'"]*from '([^']+)'/gm)
  return [...statements].map(([, , type, specifier]) => ({ file, specifier: specifier!, isType: type !== undefined }))
})

test('there are imports to look at', () => {
  expect(imports.length).toBeGreaterThan(20)
  expect(imports.some(({ specifier }) => specifier.startsWith('@spillway/'))).toBe(true)
})

test('at run time only lz4-napi is imported, and Node', () => {
  const isOutside = ({ specifier }: { specifier: string }) => !specifier.startsWith('.') && !isBuiltin(specifier)
  const atRunTime = imports.filter(({ isType }) => !isType).filter(isOutside)
  expect([...new Set(atRunTime.map(({ specifier }) => specifier))]).toEqual(['lz4-napi'])
})
