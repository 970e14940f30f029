// Who lent a buffer, written on the buffer: whoever gets it back finds it there, and nobody keeps a table.
import type { InFlightBuffers } from './in-flight-buffers.js'

/** A constructor that makes nothing: a class that extends it puts its private fields on what it is given. */
const ArrayBufferItself = itself as unknown as new (buffer: ArrayBuffer) => ArrayBuffer

export class LenderMark extends ArrayBufferItself {
  #lender: InFlightBuffers | undefined

  static put(buffer: ArrayBuffer, lender: InFlightBuffers): void {
    if (#lender in buffer) buffer.#lender = lender
    // What was frozen need not take a mark; its lender alone knows it then.
    else if (Object.isExtensible(buffer)) new LenderMark(buffer).#lender = lender
  }

  static lenderOf(buffer: ArrayBuffer): InFlightBuffers | undefined {
    return #lender in buffer ? buffer.#lender : undefined
  }
}

function itself(buffer: ArrayBuffer): ArrayBuffer {
  return buffer
}
