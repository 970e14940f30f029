// Updates for property tests: from few keys, so that equal ones meet.

import { Column } from '@spillway/column'
import fc from 'fast-check'
import { FlightUpdate, type FlightUpdateRow, type UpdateColumn } from '../src/flight-update.js'

export function anyUpdate(): fc.Arbitrary<FlightUpdateRow> {
  const airport = fc.constantFrom('', 'ABE', 'ABQ', 'B', 'YAK')
  return fc.record({
    route: fc.tuple(airport, airport),
    date: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(978_307_260_000, 2 ** 45)),
    delay: fc.integer({ min: -2, max: 2 }),
    distance: fc.constantFrom(0, 21, 4962),
    diff: fc.constantFrom(-2, -1, 0, 1, 2),
  })
}

export function columnOf(updates: Iterable<FlightUpdateRow>): UpdateColumn {
  const column = new Column(FlightUpdate)
  for (const update of updates) column.push(update)
  return column
}
