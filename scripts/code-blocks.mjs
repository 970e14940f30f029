// The code blocks of a Markdown text, and what each promises. The words after the fence decide:
//
//   ```js, ```ts          a program: it runs, and TypeScript is type-checked as well
//   ... file=name.js      the same, and later programs of the page may import it by that name
//   ... fragment          part of a program, not to be run: it is parsed, and TypeScript is type-checked
//   ```sh                 commands, each of which must exist
//   ```json               is parsed
//   ```text               for people: pictures, and what programs print
//   ```text output        what the program before it prints, exactly
//
// Lines that a block needs and a reader does not go into a comment before it: <!-- before ... -->. There is no other kind of block.
import MarkdownIt from 'markdown-it'

const kinds = { js: 'program', ts: 'program', sh: 'commands', json: 'data', text: 'text' }
const parser = new MarkdownIt({ html: true })

/**
 * Every block, in order: `{ kind, language, file, fragment, output, code, before, line }`, where `line` is that of its fence, from 1.
 * Throws Error for a block that promises nothing, or something that is not known.
 */
export function readBlocks(markdown) {
  const blocks = []
  let before = ''
  for (const token of parser.parse(withoutFrontmatter(markdown), {})) {
    if (token.type === 'html_block') before = /^<!-- before\n([\s\S]*?)-->\s*$/.exec(token.content)?.[1] ?? ''
    else if (token.type === 'fence') blocks.push(readBlock(token, before))
    else if (token.type === 'code_block')
      throw new Error(`line ${token.map[0] + 1}: an indented block says no language`)
    if (token.type !== 'html_block') before = ''
  }
  return blocks
}

/** Every piece of code within sentences and tables, in order. */
export function readInlineCode(markdown) {
  const tokens = parser.parse(withoutFrontmatter(markdown), {}).flatMap(token => token.children ?? [])
  return tokens.filter(token => token.type === 'code_inline').map(token => token.content)
}

/** The text of every heading, in order, without its marks. */
export function readHeadings(markdown) {
  const tokens = parser.parse(withoutFrontmatter(markdown), {})
  return tokens
    .filter((_, index) => tokens[index - 1]?.type === 'heading_open')
    .map(({ children }) => children.map(child => child.content).join(''))
}

/** The rows of every table as arrays of cells, each with the heading above it: `{ heading, cells }`. Cells keep their marks. */
export function readRows(markdown) {
  const rows = []
  let heading = ''
  const tokens = parser.parse(withoutFrontmatter(markdown), {})
  tokens.forEach((token, index) => {
    if (token.type === 'heading_open') heading = tokens[index + 1].content
    else if (token.type === 'tr_open') rows.push({ heading, cells: [] })
    else if (token.type === 'inline' && /^t[dh]_open$/.test(tokens[index - 1].type))
      rows.at(-1).cells.push(token.content)
  })
  return rows
}

/** A page's settings, which are no Markdown; its lines stay where they are. */
function withoutFrontmatter(markdown) {
  return markdown.replace(/^---\n[\s\S]*?\n---\n/, settings => settings.replace(/[^\n]+/g, ''))
}

function readBlock({ info, content, map }, before) {
  const line = map[0] + 1
  const [language = '', ...words] = info.trim().split(/\s+/)
  const kind = kinds[language]
  if (kind === undefined) throw new Error(`line ${line}: a block of ${language || 'no language'} promises nothing`)
  const block = { kind, language, file: undefined, fragment: false, output: false, code: content, before, line }
  for (const word of words) {
    if (kind === 'program' && /^file=[\w.-]+$/.test(word)) block.file = word.slice('file='.length)
    else if (kind === 'program' && word === 'fragment') block.fragment = true
    else if (language === 'text' && word === 'output') block.output = true
    else throw new Error(`line ${line}: a block of ${language} cannot be '${word}'`)
  }
  return block
}
