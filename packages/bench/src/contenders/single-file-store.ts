// One scratch file with a free list of places, and buffers that are used again: the best that people write by hand.
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type ChunkStore, chunkBytes, type StoredChunk } from './chunk-store.js'

export class SingleFileStore implements ChunkStore {
  readonly #file: number
  readonly #freePositions: number[] = []
  readonly #freeBuffers: Uint8Array[] = []
  #end = 0

  /** `directory` exists, and is this store's alone. */
  constructor(directory: string) {
    const path = join(directory, 'scratch')
    this.#file = openSync(path, 'wx+')
    unlinkSync(path)
  }

  allocate(): Uint8Array {
    return this.#freeBuffers.pop() ?? new Uint8Array(chunkBytes)
  }

  put(chunk: Uint8Array): StoredChunk {
    // Last in, first out: the place that was read last is the likeliest to be in the page cache.
    const position = this.#freePositions.pop() ?? this.#grow()
    for (let done = 0; done < chunkBytes; ) {
      done += writeSync(this.#file, chunk, done, chunkBytes - done, position + done)
    }
    this.#freeBuffers.push(chunk)
    return {
      prefetch() {},
      take: () => this.#take(position),
      drop: () => void this.#freePositions.push(position),
    }
  }

  notes(): Readonly<Record<string, unknown>> {
    return { fileBytes: this.#end }
  }

  close(): void {
    closeSync(this.#file)
  }

  #take(position: number): Uint8Array {
    const chunk = this.allocate()
    for (let done = 0; done < chunkBytes; ) {
      const read = readSync(this.#file, chunk, done, chunkBytes - done, position + done)
      if (read === 0) throw new Error(`the scratch file ends in the chunk at ${position}`)
      done += read
    }
    this.#freePositions.push(position)
    return chunk
  }

  #grow(): number {
    const position = this.#end
    this.#end += chunkBytes
    return position
  }
}
