// What a container says its bytes are, checked: whoever takes over bytes must not learn later that some are missing.
import type { ContainerBytes } from '@spillway/column'
import { ColumnPagerError } from './column-pager-error.js'
import { thrownText } from './thrown-text.js'

/** The exact size of the body in bytes. */
export function bodyByteLength<C>(container: ContainerBytes<C>, column: C): number {
  const byteLength = container.byteLength(column)
  if (Number.isSafeInteger(byteLength) && byteLength >= 0) return byteLength
  throw new ColumnPagerError('COLUMN_CONTAINER_FAILED', `a container's byteLength() returned ${thrownText(byteLength)}`)
}

/** The buffer that is the whole body and may be consumed, if the container has one. */
export function ownedBody<C>(container: ContainerBytes<C>, column: C, byteLength: number): ArrayBuffer | undefined {
  const owned = container.ownedBuffer?.(column)
  if (owned === undefined || owned.byteLength === byteLength) return owned
  throw new ColumnPagerError(
    'COLUMN_CONTAINER_FAILED',
    `a container owns a buffer of ${owned.byteLength} bytes, and its body has ${byteLength}`,
  )
}

/** The body's pieces in order, `byteLength` bytes in all. */
export function bodySlices<C>(container: ContainerBytes<C>, column: C, byteLength: number): readonly Uint8Array[] {
  const slices = [...container.slices(column)]
  let sum = 0
  for (const slice of slices) {
    // Another view would be copied by its elements, not by its bytes.
    if (!(slice instanceof Uint8Array)) {
      throw new ColumnPagerError('COLUMN_CONTAINER_FAILED', 'a slice of a container is not a Uint8Array')
    }
    sum += slice.byteLength
  }
  if (sum === byteLength) return slices
  throw new ColumnPagerError(
    'COLUMN_CONTAINER_FAILED',
    `a container's slices have ${sum} bytes, and its byteLength() returned ${byteLength}`,
  )
}

/** Encodes the body at the start of `target`, in one pass. */
export function writeBody(slices: readonly Uint8Array[], target: ArrayBuffer): void {
  const bytes = new Uint8Array(target)
  let offset = 0
  for (const slice of slices) {
    bytes.set(slice, offset)
    offset += slice.byteLength
  }
}
