import { describe, expect, it } from 'vitest'
import { countFlights, readFlights } from '../src/flights-reader.js'

describe('the flights', () => {
  it('are three million', async () => {
    expect(await countFlights()).toBe(3_000_000)
  })

  it('begin on the first minute of 2001, and come a row group at a time', async () => {
    for await (const group of readFlights()) {
      expect(group.length).toBe(272_727)
      const route = [group.airports[group.origin[0]!], group.airports[group.destination[0]!]]
      expect({ route, date: group.date[0], delay: group.delay[0], distance: group.distance[0] }).toEqual({
        route: ['LAS', 'PHL'],
        date: Date.UTC(2001, 0, 1, 0, 1),
        delay: 33,
        distance: 2176,
      })
      expect(group.airports.every(code => /^[A-Z]{3}$/.test(code))).toBe(true)
      break
    }
  })

  it('can be cut off inside a row group', async () => {
    const lengths: number[] = []
    let lastDate = 0
    for await (const group of readFlights(undefined, 272_727 + 10)) {
      lengths.push(group.length)
      lastDate = group.date[group.length - 1]!
    }
    expect(lengths).toEqual([272_727, 10])
    expect(new Date(lastDate).toISOString()).toMatch(/^2001-01-17T15:/)
  })

  it('are not made up where the file is another one', async () => {
    const reading = readFlights(new URL(import.meta.url)).next()
    await expect(reading).rejects.toThrow(`cannot read ${import.meta.filename}: `)
  })

  it('are not made up where the file is missing', async () => {
    const file = new URL('file:///no/such.parquet')
    await expect(readFlights(file).next()).rejects.toThrow('cannot read /no/such.parquet: ENOENT')
    await expect(countFlights(file)).rejects.toThrow('cannot read /no/such.parquet: ENOENT')
  })
})
