import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeBlocks } from './code-blocks.mjs'

test('only blocks of the language, in order', () => {
  const text =
    '# a\n```js\nconst a = 1\n```\ntext\n```sh\nls\n```\n```js title\nconst b = 2\nconst c = 3\n```\n```json\n{}\n```\n'
  assert.deepEqual(codeBlocks(text, 'js'), ['const a = 1\n', 'const b = 2\nconst c = 3\n'])
})

test('no blocks, no result', () => {
  assert.deepEqual(codeBlocks('text with ```js inline``` code\n', 'js'), [])
})
