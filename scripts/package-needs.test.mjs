// Dependencies that are used and not declared, and those that are declared and not used.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { needMistakes } from './package-needs.mjs'

function mistakes(manifest, files) {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-needs-'))
  try {
    mkdirSync(join(folder, 'dist'))
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: '@spillway/a', ...manifest }))
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'dist', name), text)
    return needMistakes(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const program =
  "import { x } from 'used/part'\nimport 'node:fs'\nimport './b.js'\nconst y = await import('@scope/lazy')\n"

test('exactly what is used', () => {
  const manifest = { dependencies: { used: '1', '@scope/lazy': '1' }, peerDependencies: { typed: '1' } }
  assert.deepEqual(mistakes(manifest, { 'a.js': program, 'a.d.ts': "import type { T } from 'typed'\n" }), [])
})

test('used and not declared, in every way of importing', () => {
  const found = mistakes({}, { 'a.js': `${program}const z = require("old")\nexport * from '@spillway/a/self'\n` })
  assert.deepEqual(found.map(text => text.split(' ')[2]).sort(), ['@scope/lazy', 'old', 'used'])
})

test('declared and not used', () => {
  const manifest = { dependencies: { idle: '1', typed: '1' }, peerDependencies: { absent: '1' } }
  const found = mistakes(manifest, { 'a.js': '', 'a.d.ts': "import type { T } from 'typed'\n" })
  assert.match(found.join('\n'), /depends on idle.*\n.*depends on typed.*\n.*its peer absent/)
})
