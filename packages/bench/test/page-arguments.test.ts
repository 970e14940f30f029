// The command line of the report maker.
import { describe, expect, test } from 'vitest'
import { parsePageArguments } from '../src/page/arguments.js'
import { UsageError } from '../src/usage-error.js'

test('without flags everything is chosen later', () => {
  expect(parsePageArguments([])).toEqual({ inputs: {}, out: undefined })
})

test('every file may be named', () => {
  const argv = ['--', '--cases', 'a.json', '--pressure=b.json', '--growth', 'c.json', '--out', 'd.html']
  expect(parsePageArguments(argv)).toEqual({
    inputs: { cases: 'a.json', pressure: 'b.json', growth: 'c.json' },
    out: 'd.html',
  })
})

test.each([['--help'], ['-h']])('%s asks for help', flag => {
  expect(parsePageArguments([flag, '--out', 'x'])).toBe('help')
})

describe('a wrong flag is one line', () => {
  test.each([[['--json', 'a']], [['--cases']], [['--out=']], [['--growth=']], [['a.json']], [['-o', 'a']]])(
    '%j',
    argv => {
      expect(() => parsePageArguments(argv)).toThrow(UsageError)
      expect(() => parsePageArguments(argv)).toThrow(/^[^\n]+$/)
    },
  )
})
