// Any data, any disk, any program, short ones too, in which there is little time to learn.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare, regret } from './support/streams.js'

const RUNS = Number(process.env.SPILLWAY_RUNS ?? 60)
const SEED = Number(process.env.SPILLWAY_SEED ?? 1)
const ns = (min: number, max: number) => fc.double({ min, max, noNaN: true })

const data = fc.record({ ratio: ns(0.05, 1), compressNs: ns(0.3, 5), decompressNs: ns(0.1, 1) })
const machine = fc.record({
  writeNs: ns(0.2, 20),
  readNs: ns(0.2, 20),
  windowBytes: fc.constantFrom(0, 2 ** 21, 2 ** 23, 2 ** 25),
  computeNs: ns(0, 5),
  prefetches: fc.boolean(),
  tellsDurations: fc.boolean(),
})
const parts = fc.array(fc.record({ each: data, times: fc.integer({ min: 1, max: 300 }) }), {
  minLength: 1,
  maxLength: 4,
})
const byteLength = fc.constantFrom(2 ** 16, 2 ** 21)

test('never worse than the worse, by more than what one look at the other costs', () => {
  fc.assert(
    fc.property(parts, byteLength, fc.nat(1000), machine, (segments, columnBytes, lag, on) => {
      const columns = segments.flatMap(({ each, times }) => Array.from({ length: times }, () => each))
      const result = compare({ columns, byteLength: columnBytes, lag }, on)
      const { compressNs, decompressNs } = columns[1] ?? columns[0]!
      // The first try is made whatever it costs: without it there is nothing to go by.
      const lookMs = (columnBytes * (compressNs + decompressNs)) / 1e6
      const worseMs = Math.max(result.rawMs, result.codecMs)
      expect(result.adaptiveMs, JSON.stringify(regret(result))).toBeLessThan(1.1 * worseMs + lookMs)
    }),
    // One seed, so that a schedule in a thousand that costs a little more does not fail somebody else's change.
    { numRuns: RUNS, seed: SEED },
  )
})
