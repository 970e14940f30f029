// Does the README's example run, and print what it says? It runs against the built packages, as a reader would run it.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('the first example prints its comments', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const example = /```js\n(.*?)```/s.exec(readme)![1]!
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', example], { cwd, encoding: 'utf8' })
  expect(output.split('\n')).toEqual(["{ carrier: 'WN', delay: null }", '2', ''])
})
