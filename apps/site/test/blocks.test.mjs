// Every program on the site and in the READMEs runs against the built packages, and TypeScript is type-checked.
import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { runProgram, typeMistakes, writePrograms } from '../../../scripts/block-programs.mjs'
import { readBlocks } from '../../../scripts/code-blocks.mjs'
import { readDocuments } from '../../../scripts/documents.mjs'
import { root } from '../../../scripts/packing.mjs'

/** A README's programs see what its package sees; those of all other documents see every package. */
function folderFor(path) {
  const owner = dirname(path)
  const [own, name] = /^(packages|apps)\//.test(path) ? [owner, 'readme'] : ['apps/site', path.replaceAll('/', '-')]
  return join(root, own, 'build/blocks', name.replace(/\.md$/, ''))
}

const documents = readDocuments().map(({ path, text }) => {
  const folder = folderFor(path)
  try {
    const programs = writePrograms(readBlocks(text), folder)
    for (const program of programs) program.document = path
    return { path, folder, programs }
  } catch (error) {
    throw new Error(`${path}: ${error.message}`)
  }
})

test('types', () => {
  assert.deepEqual(typeMistakes(documents.flatMap(({ programs }) => programs)), [])
})

describe('programs', { concurrency: 2 }, () => {
  for (const { path, folder, programs } of documents) {
    const runnable = programs.filter(({ file }) => file !== undefined)
    if (runnable.length === 0) continue
    // One after the other: a later one may import an earlier one, or read what it wrote.
    test(path, async () => {
      for (const program of runnable) await runProgram(program, folder)
    })
  }
})

test('there is something to run', () => {
  const count = documents.flatMap(({ programs }) => programs.filter(({ file }) => file !== undefined)).length
  assert.ok(count >= 15, `only ${count} programs were found`)
})
