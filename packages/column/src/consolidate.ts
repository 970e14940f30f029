// Adds up the last field of rows whose other fields are equal, and drops the rows whose sum is zero: what makes a collection of updates
// small. The last field must be an integer, and sums must fit its type.

import { notSummable } from './row-error.js'
import type { ProductShape } from './shapes/product.js'
import { sortPermutation } from './sort-permutation.js'

/** Whether rows are in ascending order by their first `count` fields. */
function isSorted(rows: ProductShape<unknown>, count: number): boolean {
  for (let i = 1; i < rows.length; i++) if (rows.compareFields(i - 1, rows, i, count) > 0) return false
  return true
}

/** A new, sorted column of the sums. */
export function consolidate<Row>(column: ProductShape<Row>): ProductShape<Row> {
  const keys = column.fields.length - 1
  const summed = column.fields[keys]!
  if (summed.type.integer !== true) throw notSummable(column.type)
  const order = isSorted(column, keys) ? undefined : sortPermutation(column)
  const sums = summed.type.create()
  const heads = new Uint32Array(column.length)
  for (let start = 0; start < column.length; ) {
    const head = order?.[start] ?? start
    let sum = summed.get(head) as number
    let end = start + 1
    for (; end < column.length; end++) {
      const row = order?.[end] ?? end
      if (column.compareFields(head, column, row, keys) !== 0) break
      sum += summed.get(row) as number
    }
    if (Number(sum) !== 0) {
      heads[sums.length] = head
      sums.push(sum)
    }
    start = end
  }
  const result = column.type.create() as ProductShape<Row>
  const kept = heads.subarray(0, sums.length)
  for (let k = 0; k < keys; k++) result.fields[k]!.gatherRows(column.fields[k]!, kept)
  result.fields[keys]!.append(sums, 0, sums.length)
  result.length = sums.length
  return result
}
