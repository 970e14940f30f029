// Packs the golden vectors that the tests use: `node pack.mjs <vector directory>`. The rows of a smaller vector are the first of the
// largest one of its type, so one JSON file holds the rows once, and one .bin file the bodies of all sizes after each other.
// Fails when that is not so.

import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const from = process.argv[2]
if (from === undefined) throw new Error('usage: node pack.mjs <vector directory>')
const to = dirname(fileURLToPath(import.meta.url))

const families = new Map()
for (const vector of JSON.parse(readFileSync(join(from, 'index.json'), 'utf8')).vectors) {
  const name = vector.name.replace(/-\d+$/, '')
  const family = families.get(name) ?? { type: vector.type, vectors: [] }
  families.set(name, family)
  const { values } = JSON.parse(readFileSync(join(from, vector.json), 'utf8'))
  family.vectors.push({ length: vector.n, values, body: readFileSync(join(from, vector.bin)) })
}

for (const [name, { type, vectors }] of families) {
  vectors.sort((a, b) => a.length - b.length)
  const { values } = vectors.at(-1)
  for (const vector of vectors) assert.deepEqual(vector.values, values.slice(0, vector.length))
  const sizes = vectors.map(({ length, body }) => ({ length, byteLength: body.length }))
  const bits = JSON.stringify({ name, type, sizes, values }, (_, value) => value?.bits ?? value)
  writeFileSync(join(to, `${name}.json`), `${bits}\n`)
  writeFileSync(join(to, `${name}.bin`), Buffer.concat(vectors.map(vector => vector.body)))
}
