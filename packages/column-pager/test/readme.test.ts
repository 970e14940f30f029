// The README's programs run as they stand, on the built package, and print what the README says.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '..')
const readme = readFileSync(join(folder, 'README.md'), 'utf8')
const [example, eviction, codec] = [...readme.matchAll(/^```js[^\n]*\n([\s\S]*?)^```$/gm)].map(([, code]) => code!)
const output = /^```text\n(resident[\s\S]*?)^```$/m.exec(readme)![1]!

function run(program: string): string {
  expect(existsSync(join(folder, 'dist/index.js')), 'build the package first').toBe(true)
  return execFileSync(process.execPath, ['--input-type=module'], { cwd: folder, input: program, encoding: 'utf8' })
}

test('the example prints the lines that the README shows', () => {
  const printed = run(example!).trimEnd().split('\n')
  expect(printed.length).toBe(11)
  expect(printed).toEqual(expect.arrayContaining(output.trimEnd().split('\n')))
})

test('the eviction of the README lets the young one stay', () => {
  const program = `
    import { Column, columnBytes, u64 } from '@spillway/column'
    import { ColumnPager } from '@spillway/column-pager'
    import { createPager } from '@spillway/pager-native'
    import { SharedBudget, TieredPolicy } from '@spillway/policy'
    const pager = createPager()
    const policy = new TieredPolicy(SharedBudget.create({ sharedBytes: 1000 }))
    const container = columnBytes(u64)
    const column = new Column(u64)
    const fill = () => { for (let i = 0n; i < 100n; i++) column.push(i) }
    fill()
    ${eviction}
    const before = paged.state
    fill()
    console.log(before, columns.page(column).state, paged.state, columns.take(paged).length)`
  expect(run(program).trim()).toBe('resident resident paged 100')
})

test('the codec of the README pages columns', () => {
  const program = `
    import { Column, columnBytes, u64 } from '@spillway/column'
    import { ColumnPager } from '@spillway/column-pager'
    import { createPager } from '@spillway/pager-native'
    import { alwaysPage } from '@spillway/policy'
    ${codec}
    const pager = createPager()
    const columns = new ColumnPager({
      pager, policy: alwaysPage({ codec: 'deflate' }), container: columnBytes(u64), codecs: [deflate],
    })
    const column = new Column(u64)
    for (let i = 0n; i < 5000n; i++) column.push(i)
    const paged = columns.page(column)
    const saved = paged.storedByteLength < paged.byteLength / 2
    const back = columns.take(paged)
    console.log(saved, back.length, back.get(4999))`
  // Its own imports come first in the program, as they must.
  expect(run(program).trim()).toBe('true 5000 4999n')
})
