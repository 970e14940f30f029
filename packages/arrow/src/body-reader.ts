// Reads the body of a record batch: words of the table from the front, buffers behind it. Everything that is not there is a RangeError.

import { padded } from './batch-layout.js'

/** The word of a buffer that is not there. */
const ABSENT = 2n ** 64n - 1n

export class BodyReader {
  /** Contents were checked before and need not be again. */
  readonly trusted: boolean
  readonly #bytes: Uint8Array
  readonly #table: BigUint64Array
  #word = 1
  #end: number

  /** @throws RangeError when the bytes, which are 8-byte aligned, do not start with a table */
  constructor(bytes: Uint8Array, trusted: boolean) {
    if (bytes.byteLength < 8) throw new RangeError(`${bytes.byteLength} bytes are too few for a record batch`)
    const tableBytes = new BigUint64Array(bytes.buffer, bytes.byteOffset, 1)[0]!
    if (tableBytes % 8n !== 0n || tableBytes < 8n || tableBytes > bytes.byteLength)
      throw new RangeError(`word 0 says that the table has ${tableBytes} bytes, of ${bytes.byteLength}`)
    this.trusted = trusted
    this.#bytes = bytes
    this.#table = new BigUint64Array(bytes.buffer, bytes.byteOffset, Number(tableBytes) / 8)
    this.#end = Number(tableBytes)
  }

  /** The next word, a count up to `most`. */
  count(what: string, most = Number.MAX_SAFE_INTEGER): number {
    const word = this.#next(what)
    if (word > BigInt(most)) throw new RangeError(`word ${this.#word - 1} is ${word}: ${most} is the most for ${what}`)
    return Number(word)
  }

  /** The bytes of the next buffer, or undefined when it is not there. */
  buffer(what: string): Uint8Array | undefined {
    const word = this.#next(what)
    if (word === ABSENT) return undefined
    const start = this.#end
    if (word > BigInt(this.#bytes.byteLength - start))
      throw new RangeError(
        `word ${this.#word - 1} is ${word}: ${what} would end outside the ${this.#bytes.byteLength} bytes`,
      )
    this.#end = padded(start + Number(word))
    return new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + start, Number(word))
  }

  /** @throws RangeError when there is more than was read */
  finish(): void {
    if (this.#word !== this.#table.length)
      throw new RangeError(`the table has ${this.#table.length} words, not ${this.#word}`)
    if (this.#end !== this.#bytes.byteLength)
      throw new RangeError(`the last buffer ends at ${this.#end}, but there are ${this.#bytes.byteLength} bytes`)
  }

  #next(what: string): bigint {
    const word = this.#table[this.#word++]
    if (word === undefined) throw new RangeError(`the table ends before ${what}`)
    return word
  }
}
