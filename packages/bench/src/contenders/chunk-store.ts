// What the merge needs of whoever keeps its chunks. Every contender is one of these, so that the job around them is the same code.

export const chunkBytes = 2 ** 21

/** A chunk that was put away. `take` or `drop` ends it. */
export interface StoredChunk {
  /** Says that it will be taken soon. */
  prefetch(): void
  take(): Uint8Array
  drop(): void
}

export interface ChunkStore {
  /** `chunkBytes` of memory with undefined contents. */
  allocate(): Uint8Array
  /** Takes the chunk's memory over. */
  put(chunk: Uint8Array): StoredChunk
  /** What a reader of the report should know. */
  notes(): Readonly<Record<string, unknown>>
  close(): void
}
