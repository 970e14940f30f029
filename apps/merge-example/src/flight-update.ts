// What is sorted: one update per flight, its fields in the order that the sort compares them.
import { i32, i64, type RowOf, struct, tuple, utf8 } from '@spillway/column'

/** `date` is in milliseconds since 1970 UTC, `delay` in minutes, `distance` in miles; equal flights add up their `diff`. */
export const FlightUpdate = struct({
  route: tuple(utf8, utf8),
  date: i64.asNumber,
  delay: i32,
  distance: i32,
  diff: i64.asNumber,
})

/** A row of a column of flight updates; `route` is origin and destination. */
export type FlightUpdateRow = RowOf<typeof FlightUpdate>
