// How does each row compare with the one before it? One pass over each field answers whether rows are sorted, and which are equal.

import type { Shape } from './shape.js'

/** For each row below 0, 0 or above 0, as the row before it comes before, with or after it; the first row counts as after none. */
export function compareNeighbours(parts: readonly Shape<unknown>[], length: number): Int8Array {
  const orders = new Int8Array(length)
  if (length > 0) orders[0] = -1
  for (const part of parts) compareByPart(part, orders)
  return orders
}

/** Decides, by one field, between rows that no field before did. */
function compareByPart(part: Shape<unknown>, orders: Int8Array): void {
  const prefixes = part.prefixes(0, orders.length)
  for (let i = 1; i < orders.length; i++) {
    if (orders[i] !== 0) continue
    const order = prefixes.compare(i - 1, prefixes, i)
    if (order !== 0) orders[i] = order
    else if (!prefixes.isAll) orders[i] = Math.sign(part.compare(i - 1, part, i))
  }
}
