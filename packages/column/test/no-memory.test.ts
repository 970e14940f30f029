// Does a push that finds no memory leave the column as it was? Bits and bounds grow in arrays of 32-bit words: here each new one fails
// once.

import { afterEach, expect, test, vi } from 'vitest'
import * as c from '../src/index.js'
import { Column } from '../src/index.js'
import { bodyOfColumn } from './support/columns.js'

let failing = false
const Words = Uint32Array

class ScarceWords extends Words {
  constructor(...args: ConstructorParameters<typeof Uint32Array>) {
    if (failing) throw new RangeError('Array buffer allocation failed')
    super(...args)
  }
}

afterEach(() => {
  failing = false
  vi.unstubAllGlobals()
})

const cases: [string, c.AnyColumnType, (i: number) => unknown][] = [
  ['bool', c.bool, i => i % 3 === 0],
  ['option', c.option(c.u8), i => (i % 3 === 0 ? null : i % 256)],
  ['result', c.result(c.u8, c.u8), i => (i % 3 === 0 ? { err: 1 } : { ok: i % 256 })],
  ['utf8', c.utf8, i => 'x'.repeat(i % 4)],
  ['list of options', c.list(c.option(c.u8)), i => [null, i % 256].slice(i % 3)],
  [
    'variant',
    c.variant({ a: c.u8, b: c.utf8 }),
    i => (i % 5 === 4 ? { tag: 'b', value: 'b' } : { tag: 'a', value: 1 }),
  ],
  [
    'struct of variants',
    c.struct({ k: c.u8, v: c.variant({ a: c.unit, b: c.bool }) }),
    i => {
      return { k: i % 256, v: i % 7 === 6 ? { tag: 'b', value: true } : { tag: 'a', value: null } }
    },
  ],
]

test.each(cases)('%s', (_, type, rowOf) => {
  const model = new Column(type)
  for (let i = 0; i < 9000; i++) model.push(rowOf(i) as never)
  vi.stubGlobal('Uint32Array', ScarceWords)
  const column = new Column(type)
  let failures = 0
  for (let i = 0; i < 9000; i++) {
    const before = column.byteLength
    failing = true
    try {
      column.push(rowOf(i) as never)
    } catch (error) {
      failing = false
      expect(error).toBeInstanceOf(RangeError)
      expect([column.length, column.byteLength]).toEqual([i, before])
      failures++
      column.push(rowOf(i) as never)
    }
    failing = false
  }
  expect(failures).toBeGreaterThan(0)
  expect(Buffer.compare(bodyOfColumn(column), bodyOfColumn(model))).toBe(0)
})
