// A container that is no column: bytes in several pieces. It shows that the column pager needs nothing but `ContainerBytes`, and its
// `fromBytes` remembers whether it was trusted.
import type { ContainerBytes } from '@spillway/column'

export interface PlainPieces {
  pieces: Uint8Array[]
  trusted?: boolean | undefined
}

export const plainContainer: ContainerBytes<PlainPieces> = {
  byteLength: ({ pieces }) => pieces.reduce((sum, piece) => sum + piece.byteLength, 0),
  slices: ({ pieces }) => pieces,
  fromBytes: (bytes, options) => ({ pieces: [bytes], trusted: options?.trusted }),
  clear: plain => {
    plain.pieces = []
  },
}

/** The same, for containers whose only piece is a whole buffer. */
export const owningContainer: ContainerBytes<PlainPieces> = {
  ...plainContainer,
  ownedBuffer: ({ pieces }) => {
    const [first] = pieces
    const whole = pieces.length === 1 && first!.byteLength === first!.buffer.byteLength
    return whole ? (first!.buffer as ArrayBuffer) : undefined
  },
}

export function plain(...pieces: Uint8Array[]): PlainPieces {
  return { pieces }
}

export function bytesOf({ pieces }: PlainPieces): Uint8Array {
  return Uint8Array.from(Buffer.concat(pieces))
}
