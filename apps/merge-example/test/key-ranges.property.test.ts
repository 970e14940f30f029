import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FlightGroup } from '../src/flights-reader.js'
import { KeyRanges } from '../src/key-ranges.js'

function groupOf(routes: readonly (readonly [number, number])[], airports: readonly string[]): FlightGroup {
  return {
    length: routes.length,
    date: new Float64Array(routes.length),
    delay: new Int32Array(routes.length),
    distance: new Int32Array(routes.length),
    origin: Uint16Array.from(routes, ([origin]) => origin),
    destination: Uint16Array.from(routes, ([, destination]) => destination),
    airports,
  }
}

const airports = ['ZZ', 'AB', 'A', 'é', 'B', 'b', '\u{1F6EB}', '\uFF21']
const anyRoute = fc.tuple(fc.nat(airports.length - 1), fc.nat(airports.length - 1))

describe('key ranges', () => {
  it('keep the order of routes as bytes, and keep equal routes together', () => {
    fc.assert(
      fc.property(
        fc.array(anyRoute, { minLength: 1, maxLength: 60 }),
        fc.array(anyRoute, { maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        (sample, others, count) => {
          const ranges = new KeyRanges(groupOf(sample, airports), count)
          const group = groupOf([...sample, ...others], airports)
          const dealt = Array.from({ length: group.length }, (_, i) => ({
            key: [airports[group.origin[i]!]!, airports[group.destination[i]!]!].map(code => Buffer.from(code)),
            range: ranges.rangeOf(group, i),
          }))
          dealt.sort((a, b) => Buffer.compare(a.key[0]!, b.key[0]!) || Buffer.compare(a.key[1]!, b.key[1]!))
          for (const [i, { key, range }] of dealt.entries()) {
            expect(range).toBeGreaterThanOrEqual(i === 0 ? 0 : dealt[i - 1]!.range)
            expect(range).toBeLessThan(count)
            const equal = i > 0 && dealt[i - 1]!.key.every((code, k) => code.equals(key[k]!))
            if (equal) expect(range).toBe(dealt[i - 1]!.range)
          }
        },
      ),
    )
  })

  it('are about equal on the sample', () => {
    const routes = Array.from({ length: 6400 }, (_, i) => [i % 8, (i >> 3) % 8] as const)
    const group = groupOf(routes, airports)
    for (const count of [1, 2, 3, 4]) {
      const ranges = new KeyRanges(group, count)
      const sizes = new Array(count).fill(0)
      for (let i = 0; i < group.length; i++) sizes[ranges.rangeOf(group, i)]++
      for (const size of sizes) expect(Math.abs(size - 6400 / count)).toBeLessThanOrEqual(100)
    }
  })

  it('leave workers without routes where there are fewer routes than workers', () => {
    const ranges = new KeyRanges(
      groupOf(
        [
          [1, 1],
          [1, 1],
        ],
        airports,
      ),
      4,
    )
    expect(ranges.rangeOf(groupOf([[1, 1]], airports), 0)).toBe(0)
  })
})
