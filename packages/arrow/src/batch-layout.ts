// How a record batch is laid out as a body: a table of words, then the batch's own buffers, each padded to eight bytes. The schema is not in it.
//
//   word 0     bytes of this table
//   per node   length, null count, offset, bytes of its four buffers (offsets, values, validity, type ids), number of further
//              buffers, bytes of each of those, number of chunks of its dictionary, and the nodes of each chunk
//
// A node is an Arrow `Data`; nodes come parents first, in the order of the schema, which says how many children each has. A buffer that is
// not there has -1 bytes, which is not the same as none.

import { type Data, DataType } from 'apache-arrow'

/** A typed array of any kind. */
export type ArrowArray = ArrayBufferView & { readonly length: number }

const ABSENT = 2 ** 64

/** The four buffers of a node, where they are there. */
export function buffersOf(data: Data): (ArrowArray | undefined)[] {
  const { valueOffsets, values, nullBitmap, typeIds } = data as unknown as Record<string, ArrowArray | undefined>
  return [valueOffsets, values, nullBitmap, typeIds]
}

/** The nodes whose data a node is made of: its children, or the chunks of its dictionary. */
export function dictionaryOf(data: Data): readonly Data[] {
  return DataType.isDictionary(data.type) ? (data.dictionary?.data ?? []) : []
}

/** Adds the words of `data`, and the buffers that they are about. */
export function describe(data: Data, words: number[], buffers: ArrowArray[]): void {
  words.push(data.length, data.nullCount, data.offset)
  for (const buffer of buffersOf(data)) addBuffer(buffer, words, buffers)
  words.push(data.variadicBuffers.length)
  for (const buffer of data.variadicBuffers) addBuffer(buffer, words, buffers)
  const dictionary = dictionaryOf(data)
  words.push(dictionary.length)
  for (const chunk of dictionary) describe(chunk, words, buffers)
  for (const child of data.children) describe(child, words, buffers)
}

function addBuffer(buffer: ArrowArray | undefined, words: number[], buffers: ArrowArray[]): void {
  words.push(buffer === undefined ? ABSENT : buffer.byteLength)
  if (buffer !== undefined) buffers.push(buffer)
}

/** The words as bytes; those of `ABSENT` are all ones. */
export function tableOf(words: readonly number[]): Uint8Array {
  const table = BigUint64Array.from(words, word => (word === ABSENT ? 2n ** 64n - 1n : BigInt(word)))
  return new Uint8Array(table.buffer)
}

/** `byteLength` rounded up to a multiple of eight. */
export function padded(byteLength: number): number {
  return Math.ceil(byteLength / 8) * 8
}
