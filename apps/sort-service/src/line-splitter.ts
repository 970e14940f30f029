// Where do lines end? Chunks of a body go in, lines without their newline come out. It holds at most the beginning of one line.
import { Refusal } from './refusal.js'

const newline = 0x0a

export class LineSplitter {
  readonly #limitBytes: number
  #rest: Buffer = Buffer.alloc(0)

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  /**
   * The lines that end in `chunk`, valid until the chunk is used for something else.
   *
   * @throws Refusal 413, for a line that exceeds the limit
   */
  *split(chunk: Buffer): Generator<Buffer> {
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      const line = chunk.subarray(start, end)
      this.#check(this.#rest.byteLength + line.byteLength)
      yield this.#rest.byteLength === 0 ? line : Buffer.concat([this.#rest, line])
      this.#rest = Buffer.alloc(0)
      start = end + 1
    }
    const rest = chunk.subarray(start)
    this.#check(this.#rest.byteLength + rest.byteLength)
    this.#rest = Buffer.concat([this.#rest, rest])
  }

  /** The last line, if the body did not end with a newline. */
  *end(): Generator<Buffer> {
    if (this.#rest.byteLength > 0) yield this.#rest
    this.#rest = Buffer.alloc(0)
  }

  #check(byteLength: number): void {
    if (byteLength > this.#limitBytes) throw new Refusal(413, `a line is longer than ${this.#limitBytes} bytes`)
  }
}
