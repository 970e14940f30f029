// Walks a list of handles and keeps what comes next on its way into memory, so that a loop over them overlaps with the disk.

/** A handle, or anything else that can be brought in ahead of its use. */
export interface Prefetchable {
  readonly byteLength: number
  /** Starts to bring it in. Never blocks, never throws, may do nothing. */
  prefetch(): void
}

/**
 * Yields the items in order. When an item is yielded, the next ones have been prefetched, up to `aheadBytes` and at least one.
 * Keep it within the pager's `readAheadBytes`, over all walks at the same time: a prefetch beyond that does nothing. Items that
 * the loop did not reach are left alone.
 *
 * @throws RangeError `aheadBytes` is negative or not a number
 */
export function* readAhead<T extends Prefetchable>(
  items: Iterable<T>,
  aheadBytes = 4 * 1024 * 1024,
): Generator<T, void> {
  if (!(aheadBytes >= 0)) throw new RangeError(`aheadBytes must be a number of bytes from 0, not ${aheadBytes}`)
  const source = items[Symbol.iterator]()
  const ahead: T[] = []
  let bytes = 0
  let ended = false
  try {
    for (;;) {
      while (!ended && (ahead.length < 2 || bytes < aheadBytes)) {
        const next = source.next()
        ended = next.done === true
        if (next.done) break
        next.value.prefetch()
        bytes += next.value.byteLength
        ahead.push(next.value)
      }
      const item = ahead.shift()
      if (item === undefined) return
      bytes -= item.byteLength
      yield item
    }
  } finally {
    if (!ended) source.return?.()
  }
}
