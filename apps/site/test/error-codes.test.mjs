// Every code of an error or a process warning, as the published packages' sources have it, has a heading of its own on the page about
// errors, and no heading there is about a code that is gone.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import ts from 'typescript'
import { readHeadings } from '../../../scripts/code-blocks.mjs'
import { publishedPackages, root } from '../../../scripts/packing.mjs'

const code = /^[A-Z]+(_[A-Z]+)+$/

/**
 * The codes in a source: members of types named `...ErrorCode`, and strings that are given to something named `code`, or to a function
 * as its first argument. Strings in capitals that are no codes of ours, such as those of Node's errors, have no underscore.
 */
function codesIn(path) {
  const found = []
  const take = node => {
    if (node !== undefined && ts.isStringLiteral(node) && code.test(node.text)) found.push(node.text)
  }
  const visit = node => {
    if (ts.isTypeAliasDeclaration(node) && node.name.text.endsWith('ErrorCode')) {
      const members = ts.isUnionTypeNode(node.type) ? node.type.types : [node.type]
      for (const member of members) take(member.literal)
    }
    const isNamedCode =
      (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) && node.name.getText() === 'code'
    if (isNamedCode) take(node.initializer)
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) take(node.arguments?.[0])
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true))
  return found
}

const sources = publishedPackages().flatMap(({ path }) =>
  readdirSync(join(path, 'src'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.name.endsWith('.ts') && !entry.parentPath.includes('conformance'))
    .map(entry => join(entry.parentPath, entry.name)),
)
const codes = [...new Set(sources.flatMap(codesIn))].sort()

test('codes are found in the sources', () => {
  for (const known of ['PAGER_IO', 'COLUMN_LEAKED', 'BUDGET_LEFT', 'COLUMN_FORMAT', 'PAGER_NO_ADDON'])
    assert.ok(codes.includes(known), `${known} was not found`)
})

test('each code has one heading, and each heading is about a code', () => {
  const headings = readHeadings(readFileSync(join(root, 'docs/errors.md'), 'utf8')).filter(text => code.test(text))
  assert.deepEqual(headings.toSorted(), codes)
})
