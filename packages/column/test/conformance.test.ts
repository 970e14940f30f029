// Do columns keep the contract of the seam, and does the suite notice when a container does not?

import { describe, expect, test } from 'vitest'
import { type ContainerSubject, containerConformance } from '../src/conformance.js'
import { type Column, type ContainerBytes, columnBytes, i64, list, option, tuple, unit, utf8 } from '../src/index.js'
import { everyForm } from './support/columns.js'
import { listOf, optionOf, tupleOf } from './support/composite-models.js'
import { leaves } from './support/leaf-models.js'

const Update = tuple(tuple(utf8, option(list(i64))), i64)
const model = tupleOf(tupleOf(leaves.utf8, optionOf(listOf(leaves.i64))), leaves.i64)
const rows = [
  [['a', null], 1n],
  [['é', [1n, 2n]], -1n],
  [['', []], 0n],
]

containerConformance<Column<typeof Update>>(
  {
    container: columnBytes(Update),
    create: () =>
      [...Object.values(everyForm(model, rows)), ...Object.values(everyForm(model, []))] as Column<typeof Update>[],
    contentsOf: column => [...column],
    refill: column => column.push([['more', [5n]], 6n]),
    notBodies: [new Uint8Array(16), new Uint8Array(4096).fill(255)],
  },
  { describe, test },
)

containerConformance<Column<typeof unit>>(
  {
    container: columnBytes(unit),
    create: () => Object.values(everyForm(leaves.unit, [null, null])),
    contentsOf: column => column.length,
    refill: column => column.push(null),
  },
  { describe, test },
)

describe('the suite', () => {
  type Lines = { text: string }
  const right: ContainerBytes<Lines> = {
    byteLength: lines => Buffer.byteLength(lines.text) + 4,
    slices: lines => {
      const size = new Uint8Array(Uint32Array.of(Buffer.byteLength(lines.text)).buffer)
      return [size, new TextEncoder().encode(lines.text)]
    },
    fromBytes: bytes => {
      if (bytes.length < 4) throw new RangeError('no size')
      if (new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) !== bytes.length - 4)
        throw new RangeError('another size')
      return { text: new TextDecoder().decode(bytes.subarray(4)) }
    },
    clear: lines => {
      lines.text = ''
    },
  }

  function failures(container: ContainerBytes<Lines>, more: Partial<ContainerSubject<Lines>> = {}): string[] {
    const failed: string[] = []
    const subject = {
      container,
      create: () => [{ text: 'one\ntwo' }, { text: '' }],
      contentsOf: (lines: Lines) => lines.text,
      refill: (lines: Lines) => {
        lines.text += 'more'
      },
      ...more,
    }
    containerConformance(subject, {
      describe: (_name, define) => define(),
      test: (name, run) => {
        try {
          run()
        } catch {
          failed.push(name)
        }
      },
    })
    return failed
  }

  test('passes a right container', () => {
    expect(failures(right)).toEqual([])
  })

  test.each<[string, Partial<ContainerBytes<Lines>>]>([
    ['byteLength is the sum of the slices', { byteLength: () => 3 }],
    [
      'a body gives the same contents and the same body again, trusted or not',
      { fromBytes: bytes => ({ text: right.fromBytes(bytes).text.toUpperCase() }) },
    ],
    [
      'a body may lie anywhere in its buffer, aligned or not',
      { fromBytes: bytes => right.fromBytes(new Uint8Array(bytes.buffer, 0, bytes.byteLength)) },
    ],
    [
      'fromBytes changes no byte, and no reading does',
      {
        fromBytes: bytes => {
          const lines = right.fromBytes(bytes)
          bytes[0]! ^= 1
          return lines
        },
      },
    ],
    ['an owned buffer is the body from the first byte to the last', { ownedBuffer: () => new ArrayBuffer(1) }],
    [
      'a container over all of a buffer owns that buffer, if it says that it owns any',
      { ownedBuffer: () => undefined },
    ],
    ['what is put into a cleared container is all that it holds, again and again', { clear: () => {} }],
    [
      'a body that was cut short is refused',
      { fromBytes: bytes => ({ text: new TextDecoder().decode(bytes.subarray(4)) }) },
    ],
    ['no bytes are no body', { fromBytes: bytes => (bytes.length === 0 ? { text: '' } : right.fromBytes(bytes)) }],
  ])('fails a container that breaks: %s', (title, broken) => {
    expect(failures({ ...right, ...broken })).toContain(title)
  })

  test('wants known gaps to be gaps, and to be tests', () => {
    const title = 'no bytes are no body'
    expect(failures(right, { knownGaps: [title] })).toEqual([`${title} (known gap)`])
    expect(failures({ ...right, fromBytes: () => ({ text: '' }) }, { knownGaps: [title] })).not.toContain(
      `${title} (known gap)`,
    )
    expect(() => failures(right, { knownGaps: ['no such test'] })).toThrow(/no such test/)
    expect(() => failures(right, { create: () => [] })).toThrow(/no container/)
  })
})
