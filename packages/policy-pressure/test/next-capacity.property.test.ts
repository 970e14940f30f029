// The law of the governor: safe at once, slow to grow, still in the band, and never outside its bounds.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ControlInput, type ControlSettings, nextCapacity } from '../src/next-capacity.js'

const bytes = fc.nat(1000)
const share = fc.double({ min: 0, max: 1, noNaN: true })
const reading = fc.record({ limitBytes: fc.integer({ min: 1, max: 1000 }), usedBytes: bytes })

const settings: fc.Arbitrary<ControlSettings> = fc
  .record({
    bounds: fc.tuple(bytes, bytes),
    targetShare: share,
    bandShare: fc.double({ min: 0, max: 0.2, noNaN: true }),
    growthSharePerSecond: share,
    calmMs: fc.nat(2000),
    stallShare: fc.double({ min: 0.01, max: 1, noNaN: true }),
  })
  .map(({ bounds, ...rest }) => ({ ...rest, minBytes: Math.min(...bounds), maxBytes: Math.max(...bounds) }))

const input: fc.Arbitrary<ControlInput> = fc.record({
  capacityBytes: bytes,
  inUseBytes: bytes,
  readings: fc.array(reading, { minLength: 1, maxLength: 3 }),
  stalledShare: fc.constantFrom(0, 0, 0.02, 1),
  sinceReadingMs: fc.nat(3000),
  sinceShrinkMs: fc.nat(3000),
})

const within = (set: ControlSettings, value: number) => Math.max(set.minBytes, Math.min(set.maxBytes, value))
const desiredOf = ({ inUseBytes, readings }: ControlInput, { targetShare }: ControlSettings) =>
  inUseBytes + Math.min(...readings.map(({ limitBytes, usedBytes }) => targetShare * limitBytes - usedBytes))
const limitOf = ({ readings }: ControlInput) => Math.min(...readings.map(each => each.limitBytes))
const law = (check: (now: ControlInput, set: ControlSettings, next: number) => void) =>
  fc.assert(
    fc.property(input, settings, (now, set) => check(now, set, nextCapacity(now, set))),
    { numRuns: 2000 },
  )

test('it is a whole number of bytes within its bounds', () => {
  law((_now, set, next) => {
    expect(Number.isInteger(next)).toBe(true)
    expect(next).toBe(within(set, next))
  })
})

test('columns that fill it bring no gauge over its target and the band, unless the least bound does', () => {
  law((now, set, next) => {
    if (next === set.minBytes) return
    expect(next).toBeLessThanOrEqual(desiredOf(now, set) + set.bandShare * limitOf(now))
  })
})

test('it does not grow while tasks stall, nor before it has been calm', () => {
  law((now, set, next) => {
    const isCalm = now.stalledShare < set.stallShare && now.sinceShrinkMs >= set.calmMs
    if (!isCalm) expect(next).toBeLessThanOrEqual(within(set, now.capacityBytes))
  })
})

test('it grows no faster than it may, and never past what is desired', () => {
  law((now, set, next) => {
    if (next <= within(set, now.capacityBytes)) return
    const step = set.growthSharePerSecond * limitOf(now) * (now.sinceReadingMs / 1000)
    expect(next - now.capacityBytes).toBeLessThanOrEqual(step)
    expect(next).toBeLessThanOrEqual(desiredOf(now, set))
  })
})

test('inside the band it stays', () => {
  law((now, set, next) => {
    const isInside = Math.abs(now.capacityBytes - desiredOf(now, set)) <= set.bandShare * limitOf(now)
    if (isInside && now.stalledShare < set.stallShare) expect(next).toBe(within(set, now.capacityBytes))
  })
})

test('stalls shrink it, down to its least bound', () => {
  law((now, set, next) => {
    if (now.stalledShare < set.stallShare || now.capacityBytes > set.maxBytes) return
    if (now.capacityBytes > set.minBytes) expect(next).toBeLessThan(now.capacityBytes)
    else expect(next).toBe(set.minBytes)
  })
})

test('where more memory is used, it is not larger', () => {
  fc.assert(
    fc.property(input, settings, fc.nat(300), (now, set, more) => {
      const fuller = now.readings.map(each => ({ ...each, usedBytes: each.usedBytes + more }))
      expect(nextCapacity({ ...now, readings: fuller }, set)).toBeLessThanOrEqual(nextCapacity(now, set))
    }),
    { numRuns: 2000 },
  )
})

test('while other memory stays the same, it comes to rest', () => {
  fc.assert(
    fc.property(input, settings, bytes, (start, set, otherBytes) => {
      let { capacityBytes } = start
      const history: number[] = []
      for (let step = 0; step < 3000; step++) {
        // Columns fill whatever they may.
        const readings = [{ limitBytes: 1000, usedBytes: otherBytes + capacityBytes }]
        const now = { capacityBytes, inUseBytes: capacityBytes, readings, stalledShare: 0 }
        capacityBytes = nextCapacity({ ...now, sinceReadingMs: 1000, sinceShrinkMs: 10_000 }, set)
        history.push(capacityBytes)
      }
      expect(new Set(history.slice(-1000)).size).toBe(1)
    }),
    { numRuns: 50 },
  )
})
