// What is sorted: one update per flight, its fields in the order that the sort compares them.
import { type Column, i32, i64, type RowOf, struct, tuple, utf8 } from '@spillway/column'

/** `date` is in milliseconds since 1970 UTC, `delay` in minutes, `distance` in miles; equal flights add up their `diff`. */
export const FlightUpdate = struct({
  route: tuple(utf8, utf8),
  date: i64.asNumber,
  delay: i32,
  distance: i32,
  diff: i64.asNumber,
})

/** A row; `route` is origin and destination. */
export type FlightUpdateRow = RowOf<typeof FlightUpdate>

export type UpdateColumn = Column<typeof FlightUpdate>

/** Whether two updates are of the same flight, so that consolidating makes one of them. */
export function isSameFlight(a: FlightUpdateRow, b: FlightUpdateRow): boolean {
  return (
    a.route[0] === b.route[0] &&
    a.route[1] === b.route[1] &&
    a.date === b.date &&
    a.delay === b.delay &&
    a.distance === b.distance
  )
}
