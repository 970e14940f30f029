// A codec whose failures all look alike: what it throws, and counts of bytes that cannot be, become `COLUMN_CODEC_FAILED`.
// It cannot see whether the bytes are the right ones; the container's own checks come after it.
import type { Codec } from './codec.js'
import { ColumnPagerError } from './column-pager-error.js'
import { thrownText } from './thrown-text.js'

export class CheckedCodec implements Codec {
  readonly name: string
  readonly #codec: Codec

  constructor(codec: Codec) {
    this.name = codec.name
    this.#codec = codec
  }

  maxStoredByteLength(byteLength: number): number {
    let bound: number
    try {
      bound = this.#codec.maxStoredByteLength(byteLength)
    } catch (cause) {
      throw this.#failed('threw', cause)
    }
    if (!Number.isSafeInteger(bound) || bound < 0) throw this.#failed(`needs ${thrownText(bound)} bytes`)
    return bound
  }

  compress(slices: readonly Uint8Array[], target: Uint8Array): number {
    let written: number
    try {
      written = this.#codec.compress(slices, target)
    } catch (cause) {
      throw this.#failed('threw', cause)
    }
    if (!Number.isSafeInteger(written) || written < 0 || written > target.byteLength) {
      throw this.#failed(`wrote ${thrownText(written)} bytes into ${target.byteLength}`)
    }
    return written
  }

  decompress(stored: Uint8Array, target: Uint8Array): number {
    let written: number
    try {
      written = this.#codec.decompress(stored, target)
    } catch (cause) {
      throw this.#failed('threw', cause)
    }
    if (written !== target.byteLength)
      throw this.#failed(`gave ${thrownText(written)} bytes of a body of ${target.byteLength}`)
    return written
  }

  #failed(what: string, cause?: unknown): ColumnPagerError {
    const [because, details] = cause === undefined ? ['', undefined] : [`: ${thrownText(cause)}`, { cause }]
    return new ColumnPagerError('COLUMN_CODEC_FAILED', `codec ${this.name} ${what}${because}`, details)
  }
}
