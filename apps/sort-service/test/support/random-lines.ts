// Lines without end that nobody can foresee, and a reader that checks sorted ones: order, number, and a sum that depends on neither.
import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** What is the same for the same lines in whatever order. */
export class LineSum {
  lines = 0
  bytes = 0
  sum = 0n

  add(line: Uint8Array): void {
    this.lines++
    this.bytes += line.byteLength + 1
    this.sum += BigInt(crc32(line))
  }
}

/** `lines` lines of `lineBytes` bytes, newline included, in chunks; and what they add up to. */
export function randomLines(lines: number, lineBytes: number) {
  const sum = new LineSum()
  async function* chunks() {
    for (let left = lines; left > 0; ) {
      const now = Math.min(left, Math.ceil(65_536 / lineBytes))
      const text = Buffer.from(
        randomBytes(now * lineBytes)
          .toString('base64')
          .slice(0, now * lineBytes),
      )
      for (let end = lineBytes - 1; end < text.byteLength; end += lineBytes) {
        text[end] = 0x0a
        sum.add(text.subarray(end + 1 - lineBytes, end))
      }
      left -= now
      yield text
    }
  }
  return { chunks: chunks(), sum }
}

/** Reads a sorted text to its end. Throws where a line comes before the one that precedes it, or the last one has no end. */
export async function readSorted(body: AsyncIterable<Uint8Array>): Promise<LineSum> {
  const sum = new LineSum()
  let before = Buffer.alloc(0)
  let rest = Buffer.alloc(0)
  for await (const chunk of body) {
    const text = Buffer.concat([rest, chunk])
    let start = 0
    for (let end = text.indexOf(0x0a); end >= 0; end = text.indexOf(0x0a, start)) {
      const line = text.subarray(start, end)
      if (Buffer.compare(before, line) > 0) throw new Error(`line ${sum.lines} comes after one that is greater`)
      sum.add(line)
      before = line
      start = end + 1
    }
    rest = text.subarray(start)
  }
  if (rest.byteLength > 0) throw new Error('the last line does not end')
  return sum
}
