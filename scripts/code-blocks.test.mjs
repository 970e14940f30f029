import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBlocks, readHeadings, readInlineCode, readRows } from './code-blocks.mjs'

const fenced = (info, body = 'x\n') => `\`\`\`${info}\n${body}\`\`\`\n`

test('blocks of every kind, in order, with their lines', () => {
  const text = `# a\n${fenced('js', 'const a = 1\n')}text\n\n- in a list:\n\n  ${fenced('sh', '  ls\n  ').trimEnd()}\n\n${fenced('text')}`
  const found = readBlocks(text).map(({ kind, language, code, line }) => [kind, language, code, line])
  assert.deepEqual(found, [
    ['program', 'js', 'const a = 1\n', 2],
    ['commands', 'sh', 'ls\n', 9],
    ['text', 'text', 'x\n', 13],
  ])
})

test('words after the language', () => {
  assert.equal(readBlocks(fenced('js file=a.js'))[0].file, 'a.js')
  assert.equal(readBlocks(fenced('ts fragment'))[0].fragment, true)
  assert.equal(readBlocks(fenced('text output'))[0].output, true)
})

test('what a reader need not see comes from the comment directly before', () => {
  const [with_, without] = readBlocks(`<!-- before\nconst a = 1\n-->\n${fenced('js')}\n${fenced('js')}`)
  assert.equal(with_.before, 'const a = 1\n')
  assert.equal(without.before, '')
  assert.equal(readBlocks(`<!-- before\nconst a = 1\n-->\n\ntext\n\n${fenced('js')}`)[0].before, '')
})

test('a block that promises nothing is refused', () => {
  for (const info of ['', 'rust', 'js  title', 'text file=a', 'sh fragment', 'js file=../a.js'])
    assert.throws(() => readBlocks(fenced(info)), /^Error: line 1: /, info)
  assert.throws(() => readBlocks('text\n\n    indented\n'), /^Error: line 3: an indented block/)
})

test('settings of a page are no code, and move no lines', () => {
  const [block] = readBlocks(`---\nlist:\n\n    - a\n---\n${fenced('js')}`)
  assert.equal(block.line, 6)
})

test('inline code, headings, rows', () => {
  const text = '# The `a` of b\n\nsay `pnpm test`\n\n| f | g |\n|---|---|\n| `h` | i |\n'
  assert.deepEqual(readInlineCode(text), ['a', 'pnpm test', 'h'])
  assert.deepEqual(readHeadings(text), ['The a of b'])
  assert.deepEqual(readRows(text), [
    { heading: 'The `a` of b', cells: ['f', 'g'] },
    { heading: 'The `a` of b', cells: ['`h`', 'i'] },
  ])
})
