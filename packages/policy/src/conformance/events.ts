// Events that a column pager sends and that are no release, and numbers to choose among them.
import type { PageEvent } from '../paging-policy.js'

/** Every event but `residentReleased`, about one column. None of them returns budget. */
export function eventsOfPaging(byteLength: number): PageEvent[] {
  const paged = { byteLength, storedByteLength: Math.ceil(byteLength / 3), backend: 'file', codec: 'lz4' } as const
  const failed = { type: 'failed', byteLength, backend: 'swap', codec: 'none', error: new Error('injected') } as const
  const unknown = { type: 'failed', byteLength, backend: undefined, codec: undefined, error: undefined } as const
  return [
    { type: 'pagedOut', ...paged },
    { type: 'pagedIn', ...paged },
    { ...failed, verb: 'page' },
    { ...failed, verb: 'take' },
    { ...unknown, verb: 'page' },
    { ...unknown, verb: 'take' },
  ]
}

/** Numbers in [0, 1) that are the same in every run of one seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
