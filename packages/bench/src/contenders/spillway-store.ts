// Spillway as a program uses it: a column pager over the native pager, here with chunks of bytes as its columns.
import type { ContainerBytes } from '@spillway/column'
import { ColumnPager } from '@spillway/column-pager'
import type { Pager } from '@spillway/pager-native'
import { alwaysPage } from '@spillway/policy'
import { type ChunkStore, chunkBytes, type StoredChunk } from './chunk-store.js'

interface ByteColumn {
  bytes: Uint8Array<ArrayBuffer>
}

const nothing = new Uint8Array(0)

const byteColumns: ContainerBytes<ByteColumn> = {
  byteLength: column => column.bytes.byteLength,
  slices: column => [column.bytes],
  ownedBuffer: ({ bytes }) => (bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : undefined),
  fromBytes: bytes => ({ bytes: bytes as Uint8Array<ArrayBuffer> }),
  clear(column) {
    column.bytes = nothing
  },
}

export class SpillwayStore implements ChunkStore {
  readonly #pager: Pager
  readonly #columns: ColumnPager<ByteColumn>
  /** Memory that a codec read from and left behind. */
  readonly #spare: Uint8Array<ArrayBuffer>[] = []
  #storedBytes = 0

  /** Closes `pager` when it is closed. */
  constructor(pager: Pager, backend: 'swap' | 'file', codec: 'none' | 'lz4') {
    this.#pager = pager
    this.#columns = new ColumnPager({ pager, policy: alwaysPage({ backend, codec }), container: byteColumns })
  }

  allocate(): Uint8Array {
    return this.#spare.pop() ?? new Uint8Array(this.#pager.allocate(chunkBytes))
  }

  put(chunk: Uint8Array): StoredChunk {
    const bytes = chunk as Uint8Array<ArrayBuffer>
    const paged = this.#columns.page({ bytes })
    if (bytes.byteLength > 0) this.#spare.push(bytes)
    this.#storedBytes += paged.storedByteLength
    return {
      prefetch: () => paged.prefetch(),
      take: () => this.#columns.take(paged).bytes,
      drop: () => paged.close(),
    }
  }

  notes(): Readonly<Record<string, unknown>> {
    const { file, counters, bytes } = this.#pager.stats()
    return { storedBytes: this.#storedBytes, file, counters, bytes }
  }

  close(): void {
    this.#pager.close()
  }
}
