// Are bytes that are no column refused, each for its own reason, before anything relies on them?

import { describe, expect, test, vi } from 'vitest'
import * as c from '../src/index.js'
import { Column, ColumnFormatError } from '../src/index.js'
import { Bits } from '../src/shapes/bits.js'
import { bodyOfColumn } from './support/columns.js'
import { bodyOf, littleEndian } from './support/model.js'

/** A body of slices given as arrays of 64-bit words, or as bytes. */
function body(...slices: (readonly (number | bigint)[] | Uint8Array)[]): Uint8Array {
  return bodyOf(slices.map(slice => (slice instanceof Uint8Array ? slice : littleEndian(slice, 8))))
}

function refuses(type: c.AnyColumnType, bytes: Uint8Array, why: RegExp): void {
  const read = () => Column.fromBytes(type, bytes)
  expect(read).toThrow(why)
  expect(read).toThrow(ColumnFormatError)
  expect(read).toThrow(expect.objectContaining({ code: 'COLUMN_FORMAT', name: 'ColumnFormatError' }))
}

describe('the table', () => {
  const words = (...values: (number | bigint)[]) => littleEndian(values, 8)
  test.each<[string, c.AnyColumnType, Uint8Array, RegExp]>([
    ['no bytes', c.u64, words(), /0 bytes are too few/],
    ['half a table', c.u64, words(16), /8 bytes are too few/],
    ['a table of another type', c.u64, words(24, 24, 24), /word 0 is 24, not 16/],
    ['a first word with high bits', c.u64, words(16n + 2n ** 32n, 16), /word 0 is 4294967312/],
    ['a slice that ends before its start', c.u64, words(16, 15), /word 1 is 15/],
    ['a slice that ends outside', c.u64, words(16, 17), /word 1 is 17: slice 0 would end outside/],
    ['a slice that ends far outside', c.u64, words(16, 2n ** 64n - 1n), /word 1/],
    ['offsets that go back', c.utf8, words(24, 32, 24, 0), /word 2 is 24/],
    ['bytes behind the last slice', c.u64, words(16, 16, 0), /the last slice ends at 16, but there are 24 bytes/],
    ['a length that is no multiple of 8', c.u8, words(16, 17, 1).subarray(0, 17), /outside the 17 bytes/],
  ])('%s', (_name, type, bytes, why) => refuses(type, bytes, why))
})

describe('the slices', () => {
  const ranked = (ones: number) => [[], [], [2 ** ones - 1, ones]]
  test.each<[string, c.AnyColumnType, Uint8Array, RegExp]>([
    ['half an element', c.u32, body(new Uint8Array(6)), /slice 0 has 6 bytes, not a multiple of its 4-byte elements/],
    ['half a row of two words', c.u128, body([1]), /slice 0 has 8 bytes, not a multiple of 16-byte rows/],
    ['bounds of strings that decrease', c.utf8, body([2, 1], new Uint8Array(1)), /decrease from 2 to 1 at row 1/],
    ['bounds that end too late', c.utf8, body([2], new Uint8Array(1)), /slice 1 has 1 elements.* end at 2/],
    ['bounds that end too early', c.bytes, body([1], new Uint8Array(2)), /slice 1 has 2 elements.* end at 1/],
    ['values without bounds', c.utf8, body([], new Uint8Array(1)), /end at 0/],
    ['bounds beyond all numbers', c.utf8, body([2n ** 64n - 1n], new Uint8Array(1)), /slice 1/],
    [
      'bounds of lists that end too late',
      c.list(c.u64),
      body([3], [1, 2]),
      /slice 1 has 2 elements, but the list bounds/,
    ],
    [
      'a list of more units than a row may have',
      c.list(c.unit),
      body([2 ** 20 + 1], [2 ** 20 + 1]),
      /1048577 elements at row 0/,
    ],
    [
      'a list of more rows of one variant',
      c.list(c.variant({ a: c.unit })),
      body([2 ** 40], [2 ** 40], [], [1, 2 ** 40]),
      /1099511627776 elements/,
    ],
    ['bounds of inner lists', c.list(c.list(c.u8)), body([1], [2], new Uint8Array(1)), /slice 2/],
    ['fields of different lengths', c.tuple(c.u64, c.u64), body([1], [1, 2]), /field 1 .* after 2 rows, field 0 has 1/],
    ['a unit beside fewer rows', c.tuple(c.u64, c.unit), body([1], [2]), /field 1/],
    ['a count of two words', c.unit, body([1, 1]), /slice 0 is a count, one word, but has 16 bytes/],
    ['a count beyond numbers', c.unit, body([2n ** 60n]), /above 2 \*\* 53 - 1/],
    ['a tail of one word', c.bool, body([], [0]), /slice 1 is the tail of some bits, two words, but has 8 bytes/],
    ['a tail of 64 bits', c.bool, body([], [0, 64]), /tail of 64 bits/],
    ['a tail of very many bits', c.bool, body([], [0, 2n ** 40n]), /tail of 1099511627776 bits/],
    ['ones behind the tail', c.bool, body([], [8, 3]), /tail of 3 bits with ones behind/],
    ['ones behind an empty tail', c.bool, body([7], [1, 0]), /tail of 0 bits with ones behind/],
    ['ones behind a long tail', c.bool, body([], [2n ** 40n, 40]), /tail of 40 bits with ones behind/],
    ['fewer present rows than bits', c.option(c.u64), body(...ranked(2), [1]), /1 present rows, but 2 bits are set/],
    ['more present rows than bits', c.option(c.u64), body(...ranked(2), [1, 2, 3]), /3 present rows/],
    ['a count too many', c.option(c.u64), body([1], [], [1, 1], [1]), /need 0 counts and have 1/],
    ['a count too few', c.option(c.unit), body([], new Array(16).fill(0), [0, 0], [0]), /need 1 counts and have 0/],
    [
      'a wrong count',
      c.option(c.unit),
      body([1], new Array(16).fill(0), [0, 0], [0]),
      /0 ones in 1 blocks, but count 0 is 1/,
    ],
    ['fewer oks than bits', c.result(c.u64, c.u64), body(...ranked(2), [1], []), /1 oks and 0 errs, but 2 of 2/],
    ['errs that nothing points to', c.result(c.u64, c.u64), body(...ranked(1), [1], [1]), /1 oks and 1 errs/],
  ])('%s', (_name, type, bytes, why) => refuses(type, bytes, why))
})

describe('variants', () => {
  const V = c.variant({ a: c.u64, b: c.u8 })
  const tags = (...numbers: number[]) => Uint8Array.from(numbers)
  test.each<[string, Uint8Array, RegExp]>([
    ['one offset and no tags', body([], tags(), tags(), [1]), /has 1 offsets and no tags/],
    ['three offsets and no tags', body([], tags(), tags(), [1, 0, 0]), /has 3 offsets and no tags/],
    ['a single tag 0', body([1], tags(), tags(), [0, 1]), /every row has tag -1, of 2/],
    ['a single tag that does not exist', body([1], tags(), tags(), [3, 1]), /every row has tag 2, of 2/],
    ['a single tag with other rows', body([1], tags(), tags(), [1, 2]), /there are 2 rows, but the variant has 1/],
    ['a tag that does not exist', body([1], tags(1), tags(0, 2), [0, 0]), /tag 2 at row 1/],
    ['an offset outside', body([1], tags(1), tags(0, 1), [0, 1]), /has offset 1 at row 1, but its variant has 1 rows/],
    ['fewer offsets than tags', body([1], tags(1), tags(0, 1), [0]), /has 1 offsets for 2 tags/],
  ])('%s', (_name, bytes, why) => refuses(V, bytes, why))

  test('offsets need not be in order: the reader follows them', () => {
    const column = Column.fromBytes(V, body([10, 11], tags(5), tags(0, 1, 0), [1, 0, 0]))
    expect([...column].map(row => row.value)).toEqual([11n, 5, 10n])
  })
})

describe('a push that is refused writes nothing into the bytes', () => {
  const V = c.variant({ A: c.bool, B: c.u8 })
  const tags = (...numbers: number[]) => Uint8Array.from(numbers)
  // Rows of a variant that are not in order, and ones that no row is: what undoing a push would put in order.
  const strange = [[], [0b100, 3], tags(7, 8), tags(0, 1), [2, 1]] as const
  test.each<[string, c.AnyColumnType, Uint8Array, unknown]>([
    ['tuples', c.tuple(c.u64, V), body([7, 8], ...strange), [1n, { tag: 'A', value: true }]],
    ['structs', c.struct({ x: c.u64, v: V }), body([7, 8], ...strange), { x: 1n, v: { tag: 'B', value: 1 } }],
    ['tuples, for a bad row', c.tuple(c.u64, V), body([7, 8], ...strange), [1n, null]],
    ['lists', c.list(V), body([1, 2], ...strange), [{ tag: 'A', value: true }]],
    ['lists, for an empty one', c.list(V), body([1, 2], ...strange), []],
    ['options', c.option(c.tuple(V, V)), body([], [], [3, 2], ...strange, ...strange), null],
    ['results', c.result(c.list(V), c.u8), body([], [], [1, 1], [2], ...strange, tags()), { ok: [] }],
  ])('%s', (_name, type, bytes, row) => {
    const before = bytes.slice()
    const view = Column.fromBytes(type, bytes)
    const rows = [...view]
    expect(() => view.push(row)).toThrow(TypeError)
    expect(bytes).toEqual(before)
    expect([...view]).toEqual(rows)
    expect([...Column.fromBytes(type, bytes)]).toEqual(rows)
  })
})

describe('values are looked at when they are read', () => {
  test('a char that is no scalar value', () => {
    const column = Column.fromBytes(c.char, body(Uint8Array.of(0, 0xd8, 0, 0, 97, 0, 0, 0)))
    expect(() => column.get(0)).toThrow(ColumnFormatError)
    expect(column.get(1)).toBe('a')
  })

  test('an integer that is no safe number', () => {
    const bytes = body([2n ** 53n, 5n, 2n ** 63n, 2n ** 64n - 1n])
    const column = Column.fromBytes(c.u64.asNumber, bytes)
    expect(() => column.get(0)).toThrow(/not a safe integer/)
    expect(column.get(1)).toBe(5)
    expect(() => column.get(2)).toThrow(RangeError)
    expect(() => column.get(3)).toThrow(/row 3 is not a safe integer/)
    expect(Column.fromBytes(c.i64.asNumber, bytes).get(3)).toBe(-1)
    expect(() => Column.fromBytes(c.i64.asNumber, bytes).get(2)).toThrow(RangeError)
    expect([...Column.fromBytes(c.u64, bytes)]).toEqual([2n ** 53n, 5n, 2n ** 63n, 2n ** 64n - 1n])
  })

  test('UTF-8 that is broken reads as replacement characters', () => {
    const column = Column.fromBytes(c.utf8, body([2, 5], Uint8Array.of(0xff, 0x61, 0x61, 0xc3, 0x62)))
    expect([...column]).toEqual(['\ufffda', 'a\ufffdb'])
  })
})

describe('UTF-8 is checked on request', () => {
  const read = (bounds: number[], ...bytes: number[]) =>
    Column.fromBytes(
      c.option(c.utf8),
      body([], [], [2 ** bounds.length - 1, bounds.length], bounds, Uint8Array.from(bytes)),
      { validateUtf8: true },
    )

  test('good strings pass', () => {
    expect([...read([0, 2, 2, 3], 0xc3, 0xa9, 0x61)]).toEqual(['', 'é', '', 'a'])
    expect([...read([])]).toEqual([])
  })

  test.each<[string, number[], number[]]>([
    ['a byte that is never UTF-8', [1], [0xff]],
    ['a character cut short', [1], [0xc3]],
    ['a surrogate', [3], [0xed, 0xa0, 0x80]],
    ['a character across two rows', [1, 2], [0xc3, 0xa9]],
    ['a character across an empty row', [1, 1, 2], [0xc3, 0xa9]],
  ])('%s is refused', (_name, bounds, bytes) => {
    expect(() => read(bounds, ...bytes)).toThrow(ColumnFormatError)
  })
})

describe('rows without weight, of which a small body claims very many', () => {
  const V = c.variant({ A: c.unit, B: c.unit })
  const claiming = (count: number) => Column.fromBytes(V, body([count], [0], new Uint8Array(0), [1, count]))
  const many = 2 ** 50

  test('are appended at once while they are of one tag', () => {
    const column = new Column(V)
    column.appendRange(claiming(many), 1)
    column.push({ tag: 'A', value: null })
    column.appendRange(claiming(many), 0, 5)
    expect([column.length, column.get(many)]).toEqual([many + 5, { tag: 'A', value: null }])
    expect(column.split(3).map(half => half.length)).toEqual([3, many + 2])
  })

  test('fail at once where their tags would be as many, and leave nothing of themselves in any field', () => {
    const Pair = c.tuple(c.unit, V)
    const column = new Column(Pair)
    column.push([null, { tag: 'B', value: null }])
    const before = bodyOfColumn(column)
    const source = Column.fromBytes(Pair, body([many], [many], [0], new Uint8Array(0), [1, many]))
    expect(() => column.appendRange(source)).toThrow(RangeError)
    expect(bodyOfColumn(column)).toEqual(before)
    column.appendRange(source, 0, 1)
    expect(column.get(1)).toEqual([null, { tag: 'A', value: null }])
  })

  test('are at most as many as numbers can count', () => {
    const column = new Column(c.unit)
    column.push(null)
    const most = Column.fromBytes(c.unit, body([2 ** 53 - 1]))
    expect(() => column.appendRange(most)).toThrow(/at most 9007199254740991 rows/)
    column.appendRange(most, 1)
    expect(() => column.push(null)).toThrow(RangeError)
    expect(column.length).toBe(2 ** 53 - 1)
  })
})

test('bits are at most as many as their numbers reach', () => {
  const bits = new Bits()
  for (let i = 0; i < 63; i++) bits.push(true)
  bits.length = 2 ** 32 - 1 // as if there were all the words before these
  for (const bit of [true, false]) expect(() => bits.push(bit)).toThrow(/at most 4294967295 rows/)
  expect(bits.length).toBe(2 ** 32 - 1)
  bits.length = 63
  bits.push(false)
  expect([bits.length, bits.at(62), bits.at(63)]).toEqual([64, true, false])
})

test.each([c.option(c.u8), c.result(c.u8, c.u8)])('a bit too many in %o leaves nothing of its row', type => {
  const column = new Column(type as c.ColumnType<unknown>)
  const before = bodyOfColumn(column)
  const spy = vi.spyOn(Bits.prototype, 'push').mockImplementation(() => {
    throw new RangeError('too many')
  })
  const rows = type.kind === 'option' ? [1, null] : [{ ok: 1 }, { err: 2 }]
  for (const row of rows) expect(() => column.push(row)).toThrow('too many')
  spy.mockRestore()
  expect(bodyOfColumn(column)).toEqual(before)
})

test('what is not bytes is a mistake of the program', () => {
  for (const wrong of [undefined, null, 'bytes', new ArrayBuffer(16), new Uint32Array(4)])
    expect(() => Column.fromBytes(c.u64, wrong as unknown as Uint8Array)).toThrow(TypeError)
})

test('a detached buffer is no column', () => {
  const bytes = body([1])
  structuredClone(bytes.buffer, { transfer: [bytes.buffer as ArrayBuffer] })
  refuses(c.u64, bytes, /0 bytes are too few/)
})

test('trusted bytes skip the checks of contents, never those of the table', () => {
  const trusted = { trusted: true }
  expect(Column.fromBytes(c.utf8, body([2, 1], new Uint8Array(1)), trusted).length).toBe(2)
  expect(() => Column.fromBytes(c.utf8, littleEndian([24, 32, 24, 0], 8), trusted)).toThrow(ColumnFormatError)
  expect(() => Column.fromBytes(c.u64, littleEndian([16, 2n ** 40n], 8), trusted)).toThrow(ColumnFormatError)
})

describe('leaves that are given', () => {
  test('must be as many, and of the kind', () => {
    const column = new Column(c.tuple(c.u64, c.f32))
    expect(() => column.pushLeaf(new BigUint64Array(1))).toThrow(/has 2 leaves, 1 were given/)
    expect(() => column.pushLeaf(new BigInt64Array(1), new Float32Array(1))).toThrow(/leaf 0 is not a BigUint64Array/)
    expect(() => column.pushLeaf(new BigUint64Array(1), new Uint32Array(1))).toThrow(/leaf 1 is not a Float32Array/)
    expect(() => column.pushLeaf(new BigUint64Array(1), new Float32Array(2))).toThrow(RangeError)
    expect(column.length).toBe(0)
    column.pushLeaf(new BigUint64Array([5n]), new Float32Array([0.5]))
    expect([...column]).toEqual([[5n, 0.5]])
  })

  test('must be rows together', () => {
    const column = new Column(c.utf8)
    expect(() => column.pushLeaf(new BigUint64Array([2n, 1n]), new Uint8Array(1))).toThrow(/decrease/)
    expect(column.length).toBe(0)
  })

  test('may start anywhere in their memory', () => {
    const column = new Column(c.u64.asNumber)
    column.pushLeaf(BigUint64Array.of(1n, 2n, 3n).subarray(1))
    expect([...column]).toEqual([2, 3])
  })
})
