// Where the payloads of one portable pager are, and how they come back. Whether a verb is allowed is asked of the pager and of
// the handle, not here.
import { randomBytes } from 'node:crypto'
import type { RangePlan } from './byte-ranges.js'
import { type ChunkSpan, consumeSpans } from './chunk-spans.js'
import { LeakWarning } from './leak-warning.js'
import type { HandleToken } from './page-handle.js'
import type { BackendName } from './pager.js'
import { PagerError } from './pager-error.js'
import type { PagerStats } from './pager-stats.js'
import { checksums, firstCorrupt, pieceBytes } from './portable-checksum.js'
import { PortableCounters } from './portable-counters.js'
import { PortableMemory } from './portable-memory.js'
import type { PortableScratch } from './portable-scratch.js'
import { type Extent, PortableSegments } from './portable-segments.js'

/** A `swap` payload is a buffer, a `file` payload an extent, and an empty one is nowhere. */
export interface Payload {
  readonly backend: BackendName
  readonly byteLength: number
  readonly buffer?: ArrayBuffer
  readonly extent?: Extent
  /** CRC-32 of the extent's bytes, by piece. */
  readonly checksums?: Uint32Array
}

export class PortableStore {
  closed = false
  readonly memory: PortableMemory
  readonly #counters = new PortableCounters()
  readonly #scratch: PortableScratch
  readonly #segments: PortableSegments
  readonly #payloads = new Set<Payload>()
  readonly #collectedHandles = new FinalizationRegistry<Payload>(payload => this.#reclaimLeak(payload))
  /** One piece at the border of a range, which is read whole to be verified. */
  readonly #border = new Uint8Array(pieceBytes)
  /** Payloads between `detach` and `attach`, by token. */
  readonly #detached = new Map<string, Payload>()
  readonly #leakWarning = new LeakWarning()
  #residentBytes = 0
  #storedBytes = 0

  constructor(scratch: PortableScratch, scratchLimitBytes: number, warmLimitBytes: number) {
    this.memory = new PortableMemory(warmLimitBytes)
    this.#scratch = scratch
    this.#segments = new PortableSegments(scratch, this.#counters, scratchLimitBytes)
  }

  /** Takes over the spans' bytes, or throws and leaves all of them alone. */
  insert(backend: BackendName, spans: readonly ChunkSpan[]): Payload {
    const byteLength = spans.reduce((sum, span) => sum + span.byteLength, 0)
    const payload =
      backend === 'swap' || byteLength === 0
        ? this.#insertInMemory(backend, spans)
        : this.#insertOnDisk(spans, byteLength)
    this.#payloads.add(payload)
    return payload
  }

  /** `handle` must not be reachable from the payload: its collection is what tells a leak. */
  watch(handle: object, payload: Payload): void {
    this.#collectedHandles.register(handle, payload, handle)
  }

  /** Ends `handle` but not its payload, which the token stands for until it is attached. */
  detach(handle: object, payload: Payload): HandleToken {
    this.#collectedHandles.unregister(handle)
    const name = randomBytes(8).toString('hex')
    this.#detached.set(name, payload)
    return { spillwayHandle: name }
  }

  /** Throws PagerError `PAGER_UNKNOWN_TOKEN`. */
  attach(token: HandleToken): Payload {
    const payload = this.#detached.get(token?.spillwayHandle)
    if (payload === undefined || !this.#detached.delete(token.spillwayHandle)) {
      throw new PagerError(
        'PAGER_UNKNOWN_TOKEN',
        'this is not a token that a handle of this pager gave, or it was used',
      )
    }
    return payload
  }

  /** Fills `target` with the ranges, one after the other; they are inside the payload. */
  read(payload: Payload, { pairs }: RangePlan, target: Uint8Array): void {
    if (payload.extent !== undefined && pairs.length > 0) this.#counters.prefetchMisses++
    let position = 0
    for (let i = 0; i < pairs.length; i += 2) {
      const offset = pairs[i]!
      const length = pairs[i + 1]!
      const part = target.subarray(position, position + length)
      if (payload.extent === undefined) part.set(new Uint8Array(payload.buffer!, offset, length))
      else this.#readExtent(payload, offset, part)
      position += length
    }
  }

  /** The whole payload, in a lent buffer; ends the payload. */
  take(payload: Payload): ArrayBuffer {
    let buffer = payload.buffer
    if (buffer === undefined) {
      buffer = this.memory.allocate(payload.byteLength)
      this.#counters.prefetchMisses++
      try {
        this.#readExtent(payload, 0, new Uint8Array(buffer))
      } catch (error) {
        this.memory.keep(buffer)
        throw error
      }
    }
    this.#forget(payload)
    return this.memory.lend(buffer)
  }

  delete(payload: Payload): void {
    if (!this.#forget(payload)) return
    if (payload.buffer !== undefined) this.memory.keep(payload.buffer)
  }

  close(): void {
    this.closed = true
    this.#payloads.clear()
    this.#detached.clear()
    this.#residentBytes = 0
    this.#storedBytes = 0
    this.memory.close()
    this.#segments.close()
  }

  stats(): PagerStats {
    return {
      engine: 'portable',
      liveHandles: this.#payloads.size,
      bytes: {
        resident: this.#residentBytes,
        lent: this.memory.lentBytes,
        writing: 0,
        stored: this.#storedBytes,
        reading: 0,
        warm: this.memory.warmBytes,
        mapped: 0,
      },
      file: {
        mode: this.#scratch.naming === 'unopened' ? 'unopened' : 'buffered',
        naming: this.#scratch.naming,
        ...this.#segments.stats(),
      },
      counters: this.#counters.snapshot(),
      latency: { read: this.#counters.readLatency.histogram(), write: this.#counters.writeLatency.histogram() },
    }
  }

  #insertInMemory(backend: BackendName, spans: readonly ChunkSpan[]): Payload {
    const buffer = consumeSpans(spans)
    for (const span of spans) this.memory.endLoan(span.buffer)
    this.#residentBytes += buffer.byteLength
    return { backend, byteLength: buffer.byteLength, buffer }
  }

  #insertOnDisk(spans: readonly ChunkSpan[], byteLength: number): Payload {
    const chunks = spans.map(span => new Uint8Array(span.buffer, 0, span.byteLength))
    const sums = checksums(chunks)
    const extent = this.#segments.store(chunks)
    const payload = { backend: 'file', byteLength, extent, checksums: sums } as const
    try {
      this.memory.consume(spans.map(span => span.buffer))
    } catch (error) {
      this.#segments.free(payload.extent)
      throw error
    }
    this.#storedBytes += byteLength
    return payload
  }

  /** Pieces that lie wholly inside the range are read into their place, those at its borders beside it. */
  #readExtent(payload: Payload, offset: number, target: Uint8Array): void {
    const end = offset + target.byteLength
    for (let position = offset; position < end; ) {
      const piece = Math.floor(position / pieceBytes)
      const pieceStart = piece * pieceBytes
      const pieceEnd = Math.min(pieceStart + pieceBytes, payload.byteLength)
      const place = position - offset
      if (position === pieceStart && pieceEnd <= end) {
        const runEnd = end === payload.byteLength ? end : Math.floor(end / pieceBytes) * pieceBytes
        this.#readPieces(payload, piece, target.subarray(place, runEnd - offset))
        position = runEnd
      } else {
        const border = this.#border.subarray(0, pieceEnd - pieceStart)
        this.#readPieces(payload, piece, border)
        const until = Math.min(pieceEnd, end)
        target.set(border.subarray(position - pieceStart, until - pieceStart), place)
        position = until
      }
    }
  }

  #readPieces({ extent, checksums: sums }: Payload, firstPiece: number, target: Uint8Array): void {
    this.#segments.read(extent!, firstPiece * pieceBytes, target)
    const corrupt = firstCorrupt(sums!, firstPiece, target)
    if (corrupt === undefined) return
    this.#counters.checksumFailures++
    const offset = corrupt * pieceBytes
    throw new PagerError(
      'PAGER_CORRUPT_PAGE',
      `the stored bytes from ${offset} on are not the ones that were written`,
      {
        offset,
        length: Math.min(pieceBytes, target.byteLength - (corrupt - firstPiece) * pieceBytes),
      },
    )
  }

  #forget(payload: Payload): boolean {
    if (!this.#payloads.delete(payload)) return false
    if (payload.extent === undefined) {
      this.#residentBytes -= payload.byteLength
    } else {
      this.#storedBytes -= payload.byteLength
      this.#segments.free(payload.extent)
    }
    return true
  }

  #reclaimLeak(payload: Payload): void {
    if (!this.#payloads.has(payload)) return
    this.delete(payload)
    this.#counters.handlesLeaked++
    this.#leakWarning.give()
  }
}
