// Which worker gets which routes? Cuts the order of routes where a sample of them says that the parts are equal. Equal routes always
// go to the same worker, so parts can be merged alone, and put one after the other they are sorted.
import type { FlightGroup } from './flights-reader.js'

export class KeyRanges {
  /** First route of every range but the first, as origin and destination, ascending. */
  readonly #cuts: readonly (readonly [Buffer, Buffer])[]
  readonly #rangeOfRoute = new Map<number, number>()

  /** Ranges for `count` workers, equal on the flights of `sample`. */
  constructor(sample: FlightGroup, count: number) {
    this.#cuts = count === 1 ? [] : cut(sample, count)
  }

  /** The range, counted from 0, of flight `index` of `group`, whose airports may only have become more since the last call. */
  rangeOf(group: FlightGroup, index: number): number {
    if (this.#cuts.length === 0) return 0
    const route = routeOf(group, index)
    let range = this.#rangeOfRoute.get(route)
    if (range === undefined) {
      const key = keyOf(group.airports, route)
      range = this.#cuts.filter(first => compareKeys(first, key) <= 0).length
      this.#rangeOfRoute.set(route, range)
    }
    return range
  }
}

function cut(sample: FlightGroup, count: number): [Buffer, Buffer][] {
  const flights = new Map<number, number>()
  for (let i = 0; i < sample.length; i++) {
    const route = routeOf(sample, i)
    flights.set(route, (flights.get(route) ?? 0) + 1)
  }
  const routes = [...flights].map(([route, number]) => ({ key: keyOf(sample.airports, route), number }))
  routes.sort((a, b) => compareKeys(a.key, b.key))
  const cuts: [Buffer, Buffer][] = []
  let passed = 0
  for (const { key, number } of routes) {
    if (cuts.length < count - 1 && passed >= ((cuts.length + 1) * sample.length) / count) cuts.push(key)
    passed += number
  }
  return cuts
}

function routeOf(group: FlightGroup, index: number): number {
  return group.origin[index]! * 2 ** 16 + group.destination[index]!
}

function keyOf(airports: readonly string[], route: number): [Buffer, Buffer] {
  return [Buffer.from(airports[Math.floor(route / 2 ** 16)]!), Buffer.from(airports[route % 2 ** 16]!)]
}

/** As columns compare them: bytes of the origin, then of the destination. */
function compareKeys(a: readonly [Buffer, Buffer], b: readonly [Buffer, Buffer]): number {
  return Buffer.compare(a[0], b[0]) || Buffer.compare(a[1], b[1])
}
