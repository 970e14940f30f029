// Spans of time as seconds and nanoseconds: the bytes of the tuple of a u64 and a u32. That the nanoseconds are below a second is checked on
// push; foreign bytes are given as they are.

import type { ColumnType } from '../column-type.js'
import { notSummable, rowError } from '../row-error.js'
import { ProductShape } from './product.js'
import { u32 } from './u32.js'
import { u64 } from './u64.js'

/** A span of time: whole seconds, and the rest in nanoseconds, 0 to 999,999,999. */
export interface DurationRow {
  seconds: bigint
  nanoseconds: number
}

class DurationShape extends ProductShape<DurationRow> {
  override push(row: DurationRow): void {
    if (typeof row !== 'object' || row === null) throw rowError('{ seconds, nanoseconds }', row)
    const { seconds, nanoseconds } = row
    if (nanoseconds >= 1e9) throw rowError('nanoseconds below 1000000000', nanoseconds, 'number')
    try {
      this.fields[0]!.push(seconds)
      this.fields[1]!.push(nanoseconds)
    } catch (error) {
      throw this.undo(error, field => (field === 0 ? '.seconds' : '.nanoseconds'))
    }
    this.length++
  }

  override get(index: number): DurationRow {
    return { seconds: this.fields[0]!.get(index) as bigint, nanoseconds: this.fields[1]!.get(index) as number }
  }

  /** Nanoseconds are integers and come last, but they are not a number of anything that rows could add up. */
  override consolidate(): never {
    throw notSummable(this.type)
  }
}

/** Spans of time, as `{ seconds, nanoseconds }`. */
export const duration: ColumnType<DurationRow> = {
  name: 'duration',
  kind: 'duration',
  parts: [
    { name: 'seconds', type: u64 },
    { name: 'nanoseconds', type: u32 },
  ],
  leaves: [BigUint64Array, Uint32Array],
  nullable: false,
  create: () => new DurationShape(duration, [u64, u32]),
}
