// Every code block of every document says what it promises, and every command in a document exists.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBlocks, readInlineCode } from './code-blocks.mjs'
import { readDocuments } from './documents.mjs'
import { commandMistake, readCommands, readNames } from './shell-commands.mjs'

const names = readNames()
const documents = readDocuments()

for (const { path, text } of documents) {
  test(path, () => {
    const blocks = readBlocks(text)
    for (const { code } of blocks.filter(({ kind }) => kind === 'data')) JSON.parse(code)
    const files = blocks.map(({ file }) => file).filter(file => file !== undefined)
    const commands = blocks.filter(({ kind }) => kind === 'commands').flatMap(({ code }) => readCommands(code))
    const inSentences = readInlineCode(text).filter(code => /^(pnpm|npx|node|bash|npm) [^<]/.test(code))
    for (const words of [...commands, ...inSentences.flatMap(readCommands)])
      assert.equal(commandMistake(words, { names, document: path, files }), undefined)
  })
}

test('commands that exist, and commands that do not', () => {
  const mistake = (line, files) =>
    commandMistake(line.split(' '), { names, document: 'packages/column/README.md', files })
  const good = [
    'pnpm test',
    'npx -y pnpm@10 demo',
    'pnpm turbo run build --filter=@spillway/column...',
    'pnpm turbo bench -- --quick',
    'pnpm turbo gen policy',
    'pnpm --filter @spillway/column exec vitest',
    'pnpm bench',
    'npm init -y',
    'npm install @spillway/column',
    'npx spillway-build-native',
    'node packages/bench/dist/pressure.js --quick',
    'node --expose-gc packages/column/bench/main.mjs --seconds 1.5 merge',
    'bash .ci/run',
    'mkdir first',
  ]
  for (const line of good) assert.equal(mistake(line), undefined, line)
  assert.equal(mistake('node first.mjs', ['first.mjs']), undefined)
  const bad = [
    'pnpm tset',
    'npx -y pnpm@10 dmeo',
    'pnpm turbo run biuld',
    'pnpm turbo run build --filter=@spillway/colunm',
    'pnpm --filter @spillway/column nothing',
    'npm install @spillway/bench',
    'npm install left-pad',
    'npm publish',
    'npx something',
    'node first.mjs',
    'node packages/bench/dist/missing.js',
    'bash missing.sh',
    'curl x',
  ]
  for (const line of bad) assert.equal(typeof mistake(line), 'string', line)
  assert.ok(documents.length >= 14)
})
