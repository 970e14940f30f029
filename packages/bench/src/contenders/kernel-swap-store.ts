// Holds every chunk in memory and leaves it to the kernel to swap: the program without a pager.
import { type ChunkStore, chunkBytes, type StoredChunk } from './chunk-store.js'

export class KernelSwapStore implements ChunkStore {
  allocate(): Uint8Array {
    return new Uint8Array(chunkBytes)
  }

  put(chunk: Uint8Array): StoredChunk {
    let held: Uint8Array | undefined = chunk
    return {
      prefetch() {},
      take() {
        const taken = held!
        held = undefined
        return taken
      },
      drop() {
        held = undefined
      },
    }
  }

  notes(): Readonly<Record<string, unknown>> {
    return {}
  }

  close(): void {}
}
