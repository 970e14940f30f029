// How many bytes a buffer can have in this Node, and what is thrown when there is no memory for one.
import { constants } from 'node:buffer'
import { PagerError } from './pager-error.js'

/** @throws RangeError as `Pager.allocate` says */
export function checkAllocation(byteLength: number): void {
  if (!Number.isSafeInteger(byteLength) || byteLength < 0) {
    throw new RangeError(`byteLength must be a whole number of bytes, not ${byteLength}`)
  }
  if (byteLength > constants.MAX_LENGTH) {
    throw new RangeError(`a buffer of ${byteLength} bytes is larger than this Node has: ${constants.MAX_LENGTH}`)
  }
}

/** @throws RangeError as `Pager.pageoutWith` says */
export function checkPayload(byteLength: number): void {
  if (byteLength <= constants.MAX_LENGTH) return
  throw new RangeError(
    `chunks of ${byteLength} bytes together could not be taken: a buffer of this Node has at most ${constants.MAX_LENGTH}`,
  )
}

/** @throws PagerError `PAGER_OUT_OF_MEMORY` */
export function freshBuffer(byteLength: number): ArrayBuffer {
  try {
    return new ArrayBuffer(byteLength)
  } catch (cause) {
    throw new PagerError('PAGER_OUT_OF_MEMORY', `no memory for a buffer of ${byteLength} bytes`, { cause })
  }
}
