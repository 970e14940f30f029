// Adds up the last field of rows whose other fields are equal, and drops the rows whose sum is zero: what makes a collection of updates
// small. The last field must be an integer, and sums must fit its type.

import { compareNeighbours } from './neighbours.js'
import { notSummable } from './row-error.js'
import { type Shape, shapeOf } from './shape.js'
import type { ProductShape } from './shapes/product.js'

/** A new, sorted column of the sums. */
export function consolidate<Row>(column: ProductShape<Row>): ProductShape<Row> {
  const keys = column.fields.length - 1
  if (column.fields[keys]!.type.integer !== true) throw notSummable(column.type)
  const parts = column.fields.slice(0, keys).flatMap(field => field.orderedParts())
  const orders = compareNeighbours(parts, column.length)
  if (!orders.includes(1)) return sumGroups(column, orders)
  const sorted = shapeOf(column.type) as ProductShape<Row>
  sorted.gatherRows(column, column.sortPermutation())
  return consolidate(sorted)
}

/** The sums of sorted rows; `orders` is 0 where a row has the keys of the one before it. */
function sumGroups<Row>(column: ProductShape<Row>, orders: Int8Array): ProductShape<Row> {
  const keys = column.fields.length - 1
  const summed = column.fields[keys]! as Shape<number | bigint>
  const sums = shapeOf(summed.type)
  const heads = new Uint32Array(column.length)
  for (let start = 0; start < column.length; ) {
    let end = start + 1
    while (end < column.length && orders[end] === 0) end++
    const sum = end === start + 1 ? summed.get(start) : sumOf(summed, start, end)
    if (Number(sum) !== 0) {
      heads[sums.length] = start
      sums.push(sum)
    }
    start = end
  }
  const result = shapeOf(column.type) as ProductShape<Row>
  const kept = heads.subarray(0, sums.length)
  for (let k = 0; k < keys; k++) result.fields[k]!.gatherRows(column.fields[k]!, kept)
  result.fields[keys]!.append(sums, 0, sums.length)
  result.length = sums.length
  return result
}

/** The sum of rows `start` to `end`, of which there are several. */
function sumOf(summed: Shape<number | bigint>, start: number, end: number): number | bigint {
  let sum = summed.get(start)
  if (typeof sum === 'bigint') {
    for (let i = start + 1; i < end; i++) sum += summed.get(i) as bigint
    return sum
  }
  for (let i = start + 1; i < end; i++) {
    sum += summed.get(i) as number
    // From here on a double would round, and a sum that comes back into range would be off by that.
    if (!(Math.abs(sum) <= Number.MAX_SAFE_INTEGER)) return exactSum(summed, start, end)
  }
  return sum
}

/** The same for numbers, by way of bigints. A sum that is no safe integer in the end comes out as none, for its column to refuse. */
function exactSum(summed: Shape<number | bigint>, start: number, end: number): number {
  let sum = 0n
  for (let i = start; i < end; i++) sum += BigInt(summed.get(i))
  return Number(sum)
}
