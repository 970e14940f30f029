// The column's side of the seam to whoever moves its bytes. Only forwards.

import { Column } from './column.js'
import type { AnyColumnType } from './column-type.js'
import type { ContainerBytes } from './container-bytes.js'

/** How columns of `type` become bytes and come back. */
export function columnBytes<T extends AnyColumnType>(type: T): ContainerBytes<Column<T>> {
  return {
    byteLength: column => column.byteLength,
    slices: column => column.slices(),
    ownedBuffer: column => column.ownedBuffer,
    fromBytes: (bytes, options) => Column.fromBytes(type, bytes, options),
    clear: column => column.clear(),
  }
}
