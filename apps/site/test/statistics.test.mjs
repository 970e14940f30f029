// Every field that a program can read off a pager, a column pager, a budget or a governor has a row on the page about operating, in the
// section that names the call, and no row there is about a field that is gone.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import ts from 'typescript'
import { readRows } from '../../../scripts/code-blocks.mjs'
import { root } from '../../../scripts/packing.mjs'

/** By the heading of its section: where the type is declared, and which types are explained once, instead of field by field. */
const sections = {
  '`pager.stats()`': {
    source: 'packages/pager-native/src/pager-stats.ts',
    type: 'PagerStats',
    whole: ['LatencyHistogram'],
  },
  '`columns.stats()`': {
    source: 'packages/column-pager/src/column-pager-stats.ts',
    type: 'ColumnPagerStats',
    whole: ['ColumnTotals'],
  },
  'Columns and bytes': { source: 'packages/column-pager/src/tally.ts', type: 'ColumnTotals' },
  '`budget.stats()`': { source: 'packages/policy/src/budget-stats.ts', type: 'BudgetStats' },
  '`governor.status()`': { source: 'packages/policy-pressure/src/governor-status.ts', type: 'GovernorStatus' },
  '`policy.status()`': {
    source: 'packages/policy-adaptive-codec/src/adaptive-codec-status.ts',
    type: 'AdaptiveCodecStatus',
  },
}

const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile)
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
const program = ts.createProgram(
  Object.values(sections).map(({ source }) => join(root, source)),
  options,
)
const checker = program.getTypeChecker()

function fieldsOf({ source, type, whole = [] }) {
  const file = program.getSourceFile(join(root, source))
  const symbol = checker.getExportsOfModule(checker.getSymbolAtLocation(file)).find(({ name }) => name === type)
  return leavesOf(checker.getDeclaredTypeOfSymbol(symbol), whole)
}

/** Dotted paths of the fields that hold no other fields; those of an array's elements follow `[]`. */
function leavesOf(type, whole) {
  return checker.getPropertiesOfType(type).flatMap(property => {
    const own = checker.getTypeOfSymbol(property)
    const [element] = checker.isArrayType(own) ? checker.getTypeArguments(own) : [own]
    const name = element === own ? property.name : `${property.name}[]`
    const isGroup =
      (element.flags & ts.TypeFlags.Object) !== 0 &&
      element.getStringIndexType() === undefined &&
      !whole.includes(element.symbol.name)
    return isGroup ? leavesOf(element, whole).map(leaf => `${name}.${leaf}`) : [name]
  })
}

const rows = readRows(readFileSync(join(root, 'docs/operating.md'), 'utf8'))

describe('fields and rows', () => {
  for (const [heading, section] of Object.entries(sections)) {
    test(`${section.type}: each field has a row under ${heading}, and each row is about a field`, () => {
      const fields = fieldsOf(section)
      assert.ok(fields.length > 2)
      const named = rows
        .filter(row => row.heading === heading)
        .map(({ cells }) => /^`([^`]+)`$/.exec(cells[0])?.[1])
        .filter(name => name !== undefined)
      assert.deepEqual(named.toSorted(), fields.toSorted())
    })
  }

  test('rows have words', () => {
    for (const { cells } of rows) assert.ok(cells.every(cell => cell !== '') && cells.length >= 2, cells.join(' | '))
  })
})
