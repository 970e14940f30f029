// Text tables and their numbers.
import { expect, test } from 'vitest'
import { formatTable, threeDigits } from '../src/table.js'

test('words stand at the left, numbers at the right, and no line ends in spaces', () => {
  const rows = [
    { name: 'a', us: 5, note: 'x' },
    { name: 'long name', us: 12345, note: '' },
  ]
  const table = formatTable(
    [
      { title: 'case', cell: row => row.name },
      { title: 'us', cell: row => row.us },
      { title: 'note', cell: row => row.note },
    ],
    rows,
  )
  expect(table.split('\n')).toEqual([
    'case          us  note',
    '---------  -----  ----',
    'a              5  x',
    'long name  12345',
  ])
})

test.each([
  [0, 0],
  [0.012345, 0.0123],
  [1.2345, 1.23],
  [99.96, 100],
  [123.4, 123],
  [12345.6, 12346],
])('%d is shown as %d', (value, shown) => {
  expect(threeDigits(value)).toBe(shown)
})
