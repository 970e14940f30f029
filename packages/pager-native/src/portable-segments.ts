// Scratch space of the portable pager: one file per extent size, each with a free list that gives out the extent freed last.
// node:fs cannot preallocate or punch holes: files grow as they are written, shrink only at their end, and a full disk shows
// at the write. Knows bytes and places, not payloads or checksums.
import { abandonedScratch } from './abandoned-scratch.js'
import { PagerError } from './pager-error.js'
import type { PagerFileStats } from './pager-stats.js'
import type { PortableCounters } from './portable-counters.js'
import type { PortableScratch } from './portable-scratch.js'
import { readAll, writeAll } from './portable-transfer.js'

const sectorBytes = 4096

/** The place of one payload. */
export interface Extent {
  readonly segment: Segment
  readonly index: number
}

interface Segment {
  readonly extentBytes: number
  readonly fd: number
  /** Extents that the file has, free ones included. */
  extents: number
  /** Indices of free extents, the one freed last at the end; `free` holds the same ones. */
  readonly freeOrder: number[]
  readonly free: Set<number>
}

export class PortableSegments {
  readonly #scratch: PortableScratch
  readonly #counters: PortableCounters
  readonly #limitBytes: number
  readonly #segments = new Map<number, Segment>()
  #allocatedBytes = 0
  #usedBytes = 0
  #writeFailure: PagerError | undefined

  constructor(scratch: PortableScratch, counters: PortableCounters, limitBytes: number) {
    this.#scratch = scratch
    this.#counters = counters
    this.#limitBytes = limitBytes
    abandonedScratch.register(this, scratch, this)
  }

  /** Writes the chunks, one after the other, to an extent of their own. Throws PagerError `PAGER_NO_SPACE`, `PAGER_IO`, `PAGER_SCRATCH`. */
  store(chunks: readonly Uint8Array[]): Extent {
    if (this.#writeFailure !== undefined) throw refusal(this.#writeFailure)
    const byteLength = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)
    const extent = this.#counted(() => this.#allocate(extentBytesFor(byteLength)))
    try {
      this.#counted(() => this.#write(extent, chunks))
    } catch (error) {
      this.free(extent)
      this.#releaseTails() // a file that has just grown may hold half of the chunks
      throw error
    }
    this.#counters.bytesWritten += byteLength
    return extent
  }

  /** Fills `target` from `offset` bytes into the extent on. Throws PagerError `PAGER_IO`. */
  read({ segment, index }: Extent, offset: number, target: Uint8Array): void {
    const began = performance.now()
    this.#counted(() => readAll(this.#scratch.fs, segment.fd, target, index * segment.extentBytes + offset))
    this.#counters.bytesRead += target.byteLength
    this.#counters.readLatency.add(performance.now() - began)
  }

  free({ segment, index }: Extent): void {
    segment.free.add(index)
    segment.freeOrder.push(index)
    this.#usedBytes -= segment.extentBytes
  }

  stats(): Pick<PagerFileStats, 'segments' | 'allocatedBytes' | 'usedBytes' | 'extents'> {
    const extents = [...this.#segments.values()]
      .filter(segment => segment.extents > 0)
      .sort((a, b) => a.extentBytes - b.extentBytes)
      .map(segment => ({
        extentBytes: segment.extentBytes,
        allocated: segment.extents,
        used: segment.extents - segment.free.size,
      }))
    return { segments: this.#segments.size, allocatedBytes: this.#allocatedBytes, usedBytes: this.#usedBytes, extents }
  }

  close(): void {
    abandonedScratch.unregister(this)
    this.#scratch.close()
    this.#segments.clear()
    this.#allocatedBytes = 0
    this.#usedBytes = 0
  }

  #write(extent: Extent, chunks: readonly Uint8Array[]): void {
    const { fd, extentBytes } = extent.segment
    const began = performance.now()
    for (;;) {
      try {
        writeAll(this.#scratch.fs, fd, chunks, extent.index * extentBytes)
        break
      } catch (error) {
        if (!(error instanceof PagerError)) throw error
        if (error.code === 'PAGER_IO') this.#writeFailure = error
        // On a full disk, what the files hold at their ends for nobody may be enough. It is given back once.
        if (error.code !== 'PAGER_NO_SPACE' || this.#releaseTails() === 0) throw error
      }
    }
    this.#counters.writeLatency.add(performance.now() - began)
  }

  #allocate(extentBytes: number): Extent {
    const segment = this.#segmentOf(extentBytes)
    let index = popFree(segment)
    if (index === undefined) {
      const left = () => this.#limitBytes - this.#allocatedBytes
      if (left() < extentBytes) this.#releaseTails()
      if (left() < extentBytes) return this.#borrow(extentBytes)
      index = segment.extents++
      this.#allocatedBytes += extentBytes
    }
    this.#usedBytes += extentBytes
    return { segment, index }
  }

  /** A free extent of a larger size: the quota counts it already. */
  #borrow(extentBytes: number): Extent {
    const larger = [...this.#segments.values()]
      .filter(segment => segment.extentBytes > extentBytes && segment.free.size > 0)
      .sort((a, b) => a.extentBytes - b.extentBytes)[0]
    if (larger === undefined) {
      throw new PagerError('PAGER_NO_SPACE', 'no room for an extent: scratchLimitBytes is reached', {
        length: extentBytes,
      })
    }
    this.#usedBytes += larger.extentBytes
    return { segment: larger, index: popFree(larger)! }
  }

  #segmentOf(extentBytes: number): Segment {
    let segment = this.#segments.get(extentBytes)
    if (segment === undefined) {
      segment = { extentBytes, fd: this.#scratch.open(), extents: 0, freeOrder: [], free: new Set() }
      this.#segments.set(extentBytes, segment)
    }
    return segment
  }

  /** Cuts the free extents at the end of every file off, and returns how many bytes that were. */
  #releaseTails(): number {
    const before = this.#allocatedBytes
    for (const segment of this.#segments.values()) {
      let extents = segment.extents
      while (segment.free.has(extents - 1)) extents--
      if (extents === segment.extents) continue
      try {
        this.#scratch.fs.truncate(segment.fd, extents * segment.extentBytes)
      } catch {
        continue // the file keeps what it has: nothing was promised to anybody yet
      }
      this.#allocatedBytes -= (segment.extents - extents) * segment.extentBytes
      segment.extents = extents
      const kept = segment.freeOrder.filter(index => index < extents)
      segment.freeOrder.splice(0, segment.freeOrder.length, ...kept)
      segment.free.clear()
      for (const index of kept) segment.free.add(index)
    }
    return before - this.#allocatedBytes
  }

  #counted<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (error instanceof PagerError) {
        this.#counters[error.code === 'PAGER_NO_SPACE' ? 'noSpaceErrors' : 'ioErrors']++
      }
      throw error
    }
  }
}

function popFree(segment: Segment): number | undefined {
  const index = segment.freeOrder.pop()
  if (index !== undefined) segment.free.delete(index)
  return index
}

function refusal(first: PagerError): PagerError {
  const { errno, syscall } = first
  return new PagerError('PAGER_IO', 'the file backend takes no more work since a write failed', {
    errno,
    syscall,
    cause: first,
  })
}

/** The smallest 2^k or 3*2^(k-1) that holds `byteLength` bytes in whole sectors: never more than half as much again. */
export function extentBytesFor(byteLength: number): number {
  const needed = Math.ceil(byteLength / sectorBytes) * sectorBytes
  let power = sectorBytes
  while (power < needed) power *= 2
  return needed <= (power / 4) * 3 && power > sectorBytes ? (power / 4) * 3 : power
}
