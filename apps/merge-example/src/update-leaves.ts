// The arrays that a column of updates is made of, under their names, for code that reads every row: a row object each would cost more
// than the work on it.
import type { LeafArray } from '@spillway/column'
import type { UpdateColumn } from './flight-update.js'

/** Valid until the column changes. 64-bit leaves are halves of 32 bits, the lower one first. */
export interface UpdateLeaves {
  /** Halves; where the text of each row ends in `origins`. */
  readonly originEnds: Int32Array
  readonly origins: Uint8Array
  /** Halves; where the text of each row ends in `destinations`. */
  readonly destinationEnds: Int32Array
  readonly destinations: Uint8Array
  /** Halves. */
  readonly dates: Int32Array
  readonly delays: Int32Array
  readonly distances: Int32Array
  /** Halves. */
  readonly diffs: Int32Array
}

export function updateLeaves(column: UpdateColumn): UpdateLeaves {
  const [originEnds, origins, destinationEnds, destinations, dates, delays, distances, diffs] = column.leaves()
  return {
    originEnds: halves(originEnds!),
    origins: origins as Uint8Array,
    destinationEnds: halves(destinationEnds!),
    destinations: destinations as Uint8Array,
    dates: halves(dates!),
    delays: delays as Int32Array,
    distances: distances as Int32Array,
    diffs: halves(diffs!),
  }
}

function halves(leaf: LeafArray): Int32Array {
  return new Int32Array(leaf.buffer, leaf.byteOffset, leaf.byteLength / 4)
}
