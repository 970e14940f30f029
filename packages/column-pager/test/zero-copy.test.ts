// A buffer that a column owns is moved, never copied: into the pager, back, and into a kept column. That the memory is the same is
// shown from outside JavaScript: through /proc/self/mem, at the address where the bytes lay before.
import { Column, columnBytes, u64 } from '@spillway/column'
import { alwaysPage, alwaysSkip } from '@spillway/policy'
import { describe, expect, test } from 'vitest'
import { ColumnPager } from '../src/index.js'
import { Faults, FaultyPager } from './support/faults.js'
import { backends, pagerKinds } from './support/pagers.js'
import { addressesOf, poke } from './support/process-memory.js'

const rowCount = 2 ** 18 - 2
const byteLength = 16 + 8 * rowCount
const container = columnBytes(u64)

describe.each(pagerKinds)('$name pager', ({ create }) => {
  /** A column of 2 MiB that owns a buffer of the pager's. */
  const aligned = (pager: ReturnType<typeof create>, first: bigint) => {
    const typed = new Column(u64)
    for (let i = 0; i < rowCount; i++) typed.push(i === 0 ? first : BigInt(i))
    const buffer = pager.allocate(byteLength)
    typed.writeInto(new Uint8Array(buffer))
    return { buffer, column: Column.fromBytes(u64, new Uint8Array(buffer)) }
  }

  const kept = { where: 'kept', policy: alwaysSkip }
  const raw = backends.map(backend => ({ where: `raw on ${backend}`, policy: alwaysPage({ backend }) }))

  test.each([kept, ...raw])(
    '$where: the very buffer is handed over, no other is made, and no slice is read',
    ({ policy }) => {
      using inner = create()
      const pager = new FaultyPager(inner, new Faults())
      const slices = () => expect.fail('read the slices of a column that owns its buffer')
      const columns = new ColumnPager({ pager, policy, container: { ...container, slices } })
      const { buffer, column } = aligned(inner, 5n)
      const paged = columns.page(column)
      expect(pager.allocated).toEqual([])
      expect(column).toMatchObject({ length: 0, form: 'typed' })
      if (policy === alwaysSkip) {
        expect(columns.take(paged).ownedBuffer).toBe(buffer)
      } else {
        expect(pager.pagedOut.length).toBe(1)
        expect(pager.pagedOut[0]).toBe(buffer)
        expect(buffer.byteLength).toBe(0)
        expect(columns.take(paged).get(0)).toBe(5n)
      }
      expect(pager.allocated).toEqual([])
    },
  )

  test('swap: what is written at the old address while it is paged out is in the column that comes back', context => {
    if (process.platform !== 'linux') {
      console.warn(`not shown on ${process.platform}: there is no /proc/self/mem to look through`)
      context.skip()
    }
    using pager = create()
    const columns = new ColumnPager({ pager, policy: alwaysPage({ backend: 'swap' }), container })
    const marker = 0x5eed_0000_0000_0000n | BigInt(process.pid)
    const { column } = aligned(pager, marker)
    const places = addressesOf(column.slices()[0]!.subarray(0, 24))
    // Of all places, the column's own is the one where a change shows in the column.
    const address = places.find(place => {
      poke(place + 16, BigUint64Array.of(marker + 1n))
      return column.get(0) === marker + 1n
    })
    expect(address).toBeDefined()
    const paged = columns.page(column)
    poke(address! + 16, BigUint64Array.of(marker + 2n))
    const back = columns.take(paged)
    expect(back.get(0)).toBe(marker + 2n)
    expect(back.get(1)).toBe(1n)
    // And the column that came back lies there still.
    poke(address! + 16, BigUint64Array.of(marker + 3n))
    expect(back.get(0)).toBe(marker + 3n)
  })
})
