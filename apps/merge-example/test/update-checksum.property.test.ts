import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FlightUpdateRow } from '../src/flight-update.js'
import { UpdateChecksum } from '../src/update-checksum.js'
import { anyUpdate, columnOf } from './any-update.js'

function partsOf(updates: readonly FlightUpdateRow[]) {
  const sum = new UpdateChecksum()
  sum.add(columnOf(updates))
  return sum.parts
}

function checksum(updates: readonly FlightUpdateRow[]): string {
  return UpdateChecksum.format(partsOf(updates))
}

describe('the checksum of updates', () => {
  it('does not depend on their order, nor on how they are grouped', () => {
    fc.assert(
      fc.property(fc.array(anyUpdate()), fc.nat(), (updates, seed) => {
        const at = updates.length === 0 ? 0 : seed % updates.length
        const merged = new UpdateChecksum()
        merged.merge(partsOf(updates.slice(at).reverse()))
        merged.add(columnOf(updates.slice(0, at)))
        expect(UpdateChecksum.format(merged.parts)).toBe(checksum(updates))
      }),
    )
  })

  it('does not change when equal updates are added up, or cancel out', () => {
    fc.assert(
      fc.property(anyUpdate(), fc.integer({ min: -5, max: 5 }), (update, more) => {
        const split = checksum([update, { ...update, diff: more }])
        expect(split).toBe(checksum([{ ...update, diff: update.diff + more }]))
        expect(checksum([update, { ...update, diff: -update.diff }])).toBe(checksum([]))
      }),
    )
  })

  it('changes with any field', () => {
    fc.assert(
      fc.property(
        anyUpdate().filter(update => update.diff !== 0),
        update => {
          const { route, date, delay, distance } = update
          const others: FlightUpdateRow[] = [
            { ...update, route: [`${route[0]}X`, route[1]] },
            { ...update, route: [route[0], `X${route[1]}`] },
            { ...update, date: date + 1 },
            { ...update, date: date + 2 ** 32 },
            { ...update, delay: delay ^ 1 },
            { ...update, distance: distance ^ 1 },
            { ...update, diff: update.diff + 1 },
          ]
          for (const other of others) expect(checksum([other])).not.toBe(checksum([update]))
        },
      ),
    )
  })

  it('tells text from where it is cut', () => {
    const update = { date: 0, delay: 0, distance: 0, diff: 1 }
    expect(checksum([{ ...update, route: ['AB', 'C'] }])).not.toBe(checksum([{ ...update, route: ['A', 'BC'] }]))
  })

  it('has sixteen digits', () => {
    expect(checksum([])).toBe('0000000000000000')
    expect(UpdateChecksum.format({ low: -1, high: 15 })).toBe('0000000fffffffff')
  })
})
