// Arrow record batches as containers of a column pager: paged out as they are, buffer by buffer, and back as views. A record batch never
// changes, so what a pager empties is the holder that a program keeps it in.

import type { ContainerBytes } from '@spillway/column'
import { RecordBatch, type Schema, Struct } from 'apache-arrow'
import { layoutOf, padded, tableOf } from './batch-layout.js'
import { readData } from './batch-reader.js'
import { BodyReader } from './body-reader.js'
import { emptyBatch } from './empty-batch.js'

/** Holds a record batch, until a pager has it. */
export class HeldBatch {
  #batch: RecordBatch
  /** The whole body, when the batch is a view of one. */
  #body: Uint8Array | undefined

  constructor(batch: RecordBatch, body?: Uint8Array) {
    this.#batch = batch
    this.#body = body
  }

  get batch(): RecordBatch {
    return this.#batch
  }

  /** Another batch takes the place of this one. */
  set batch(batch: RecordBatch) {
    this.#batch = batch
    this.#body = undefined
  }

  /** The bytes that the batch is a view of, all of them its body, or undefined. */
  get body(): Uint8Array | undefined {
    return this.#body
  }
}

/**
 * How record batches of `schema` become bytes and come back. Dictionaries are part of each batch's bytes, because a batch may outlive
 * the others that share them.
 */
export function recordBatchBytes(schema: Schema): ContainerBytes<HeldBatch> {
  const type = new Struct(schema.fields)

  function piecesOf({ batch, body }: HeldBatch): Uint8Array[] {
    if (body !== undefined) return [body]
    const { words, buffers } = layoutOf(batch.data)
    const pieces = [tableOf(words)]
    for (const { buffer, byteOffset, byteLength } of buffers) {
      if (byteLength > 0) pieces.push(new Uint8Array(buffer, byteOffset, byteLength))
      const rest = padded(byteLength) - byteLength
      if (rest > 0) pieces.push(new Uint8Array(rest))
    }
    return pieces
  }

  return {
    byteLength: held => held.body?.byteLength ?? piecesOf(held).reduce((sum, piece) => sum + piece.byteLength, 0),
    slices: piecesOf,
    ownedBuffer: ({ body }) =>
      body !== undefined && body.byteLength === body.buffer.byteLength ? ownBuffer(body) : undefined,
    fromBytes: (bytes, options) => {
      const body =
        bytes.byteOffset % 8 === 0
          ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
          : new Uint8Array(bytes)
      const reader = new BodyReader(body, options?.trusted === true)
      const data = readData(type, reader, new Map())
      reader.finish()
      return new HeldBatch(new RecordBatch(schema, data as never), body)
    },
    clear: held => {
      held.batch = emptyBatch(schema)
    },
  }
}

function ownBuffer({ buffer }: Uint8Array): ArrayBuffer | undefined {
  return buffer instanceof ArrayBuffer ? buffer : undefined
}
