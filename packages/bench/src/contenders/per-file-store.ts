// One file per chunk: create, write, close; then open, read, close, unlink. What one writes first.
import { readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ChunkStore, chunkBytes, type StoredChunk } from './chunk-store.js'

export class PerFileStore implements ChunkStore {
  readonly #directory: string
  #lastFile = 0

  /** `directory` exists, and is this store's alone. */
  constructor(directory: string) {
    this.#directory = directory
  }

  allocate(): Uint8Array {
    return new Uint8Array(chunkBytes)
  }

  put(chunk: Uint8Array): StoredChunk {
    const path = join(this.#directory, `${++this.#lastFile}`)
    writeFileSync(path, chunk, { flag: 'wx' })
    return {
      prefetch() {},
      take() {
        const bytes = readFileSync(path)
        unlinkSync(path)
        return bytes
      },
      drop: () => unlinkSync(path),
    }
  }

  notes(): Readonly<Record<string, unknown>> {
    return { files: this.#lastFile }
  }

  close(): void {}
}
