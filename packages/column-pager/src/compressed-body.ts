// A body on its way through a codec: slices in, a payload in the pager's memory out. Nothing of it is left when that fails.
import type { PageHandle, Pager } from '@spillway/pager-native'
import type { BackendName } from '@spillway/policy'
import type { CheckedCodec } from './checked-codec.js'
import { giveBack } from './give-back.js'

export interface CompressedTarget {
  readonly pager: Pager
  readonly backend: BackendName
  readonly codec: CheckedCodec
  /** Asked once the codec is done: false throws its work away. A codec may call back, and end what it works for. */
  readonly isWanted?: () => boolean
}

/** Pages out what the codec makes of `slices`, `byteLength` bytes in all; returns undefined if it is not wanted any more. */
export function pageOutCompressed(
  slices: readonly Uint8Array[],
  byteLength: number,
  { pager, backend, codec, isWanted }: CompressedTarget,
): PageHandle | undefined {
  const target = pager.allocate(codec.maxStoredByteLength(byteLength))
  try {
    const storedByteLength = codec.compress(slices, new Uint8Array(target))
    if (isWanted === undefined || isWanted()) {
      return pager.pageoutWith(backend, [new Uint8Array(target, 0, storedByteLength)])
    }
  } catch (error) {
    giveBack(pager, target)
    throw error
  }
  giveBack(pager, target)
  return undefined
}
