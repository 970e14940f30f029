// How a record batch is laid out as a body: a table of words, then the batch's own buffers, each padded to eight bytes. The schema is not in it.
//
//   word 0     bytes of this table
//   per node   length, null count, offset, bytes of its four buffers (offsets, values, validity, type ids), number of further
//              buffers, bytes of each of those, number of chunks of its dictionary, and the nodes of each chunk
//
// A node is an Arrow `Data`; nodes come parents first, in the order of the schema, which says how many children each has. A buffer that is
// not there has -1 bytes, which is not the same as none. A dictionary of no chunks is the one that an earlier node of the same id has:
// Arrow writes only batches in which that is one vector.

import { type Data, DataType, type Vector } from 'apache-arrow'
import { nullsOf, wholeData } from './whole-data.js'

/** A typed array of any kind. */
export type ArrowArray = ArrayBufferView & { readonly length: number }

const ABSENT = 2 ** 64

/** The four buffers of a node, where they are there. */
export function buffersOf(data: Data): (ArrowArray | undefined)[] {
  const { valueOffsets, values, nullBitmap, typeIds } = data as unknown as Record<string, ArrowArray | undefined>
  return [valueOffsets, values, nullBitmap, typeIds]
}

/** What a body says, from the front: the words of its table, the buffers that they are about, and the dictionaries that are in it. */
export interface BatchLayout {
  readonly words: number[]
  readonly buffers: ArrowArray[]
  readonly dictionaries: Map<number, Vector>
}

/** The layout of the batch whose columns are the children of `data`. */
export function layoutOf(data: Data): BatchLayout {
  const layout: BatchLayout = { words: [0], buffers: [], dictionaries: new Map() }
  addNode(wholeData(data), layout)
  layout.words[0] = 8 * layout.words.length
  return layout
}

function addNode(data: Data, layout: BatchLayout): void {
  const { words, buffers } = layout
  words.push(data.length, nullsOf(data), data.offset)
  for (const buffer of buffersOf(data)) addBuffer(buffer, words, buffers)
  words.push(data.variadicBuffers.length)
  for (const buffer of data.variadicBuffers) addBuffer(buffer, words, buffers)
  const chunks = newChunks(data, layout)
  words.push(chunks.length)
  for (const chunk of chunks) addNode(wholeData(chunk), layout)
  for (const child of data.children) addNode(child, layout)
}

/** The chunks of a node's dictionary, unless an earlier node had it. */
function newChunks({ type, dictionary }: Data, { dictionaries }: BatchLayout): readonly Data[] {
  if (!DataType.isDictionary(type) || dictionary === undefined) return []
  const earlier = dictionaries.get(type.id)
  if (earlier === undefined) dictionaries.set(type.id, dictionary)
  return earlier === dictionary ? [] : dictionary.data
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
