// Reports as files: lists of numbers take one line, and nothing else changes.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatReport } from '../src/report-file.js'

test('lists of numbers are one line, other lists are not', () => {
  expect(formatReport({ a: [1, -2.5, 3e21], b: ['1', '2'], c: [], d: [[1], [2, 3]] })).toBe(
    '{\n  "a": [1, -2.5, 3e+21],\n  "b": [\n    "1",\n    "2"\n  ],\n  "c": [],\n  "d": [\n    [1],\n    [2, 3]\n  ]\n}',
  )
})

test('what is written is what is read', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), value => {
      expect(JSON.parse(formatReport(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
  const tricky = { text: '[\n  1,\n  2\n]', list: ['[\n1\n]', 1, null] }
  expect(JSON.parse(formatReport(tricky))).toEqual(tricky)
})
