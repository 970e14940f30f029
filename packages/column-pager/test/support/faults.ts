// Makes the n-th step of a scenario fail, whoever takes it: a policy, a container, a codec or a pager. Run a scenario once to count
// its steps, then once per step. Verbs that may not throw by their contract (`record`, `clear`, `close`) are no steps.
import type { ContainerBytes } from '@spillway/column'
import type { ByteRange, Chunk, PageHandle, Pager, PagerStats, PagerToken } from '@spillway/pager-native'
import type { PageDecision, PageEvent, PageHint, PagingPolicy } from '@spillway/policy'
import type { Codec } from '../../src/index.js'

export class Faults {
  readonly steps: string[] = []
  #failAt = -1
  #failAfter: string | undefined

  /** From now on, the step `index` (0 is the next one) throws, and after it every step named `after`. */
  failAt(index: number, after?: string): void {
    this.steps.length = 0
    this.#failAt = index
    this.#failAfter = after
  }

  never(): void {
    this.failAt(-1)
  }

  /** Whether some step of now on would fail. */
  get isArmed(): boolean {
    return this.#failAt >= 0
  }

  step(name: string): void {
    this.steps.push(name)
    const index = this.steps.length - 1
    if (index === this.#failAt || (index > this.#failAt && name === this.#failAfter)) throw new InjectedFault(name)
  }
}

export class InjectedFault extends Error {
  readonly step: string

  constructor(step: string) {
    super(`injected into ${step}`)
    this.step = step
  }
}

export function faultyPolicy(policy: PagingPolicy, faults: Faults): PagingPolicy {
  return {
    decide(hint: PageHint): PageDecision {
      faults.step('decide')
      return policy.decide(hint)
    },
    record: (event: PageEvent) => policy.record(event),
  }
}

export function faultyContainer<C>(container: ContainerBytes<C>, faults: Faults): ContainerBytes<C> {
  return {
    byteLength(column) {
      faults.step('byteLength')
      return container.byteLength(column)
    },
    *slices(column) {
      faults.step('slices')
      yield* container.slices(column)
      faults.step('end of slices')
    },
    ownedBuffer(column) {
      faults.step('ownedBuffer')
      return container.ownedBuffer?.(column)
    },
    fromBytes(bytes, options) {
      faults.step('fromBytes')
      return container.fromBytes(bytes, options)
    },
    clear: column => container.clear(column),
  }
}

export function faultyCodec(codec: Codec, name: string, faults: Faults): Codec {
  return {
    name,
    maxStoredByteLength(byteLength) {
      faults.step('maxStoredByteLength')
      return codec.maxStoredByteLength(byteLength)
    },
    compress(slices, target) {
      faults.step('compress')
      const written = codec.compress(slices, target)
      faults.step('end of compress')
      return written
    },
    decompress(stored, target) {
      faults.step('decompress')
      const written = codec.decompress(stored, target)
      faults.step('end of decompress')
      return written
    },
  }
}

/** Fails `allocate`, `pageoutWith`, `take`, `readInto` and `recycle` before they do anything, as the contract of a pager allows. */
export class FaultyPager implements Pager {
  readonly #pager: Pager
  readonly #faults: Faults
  /** Sizes that `allocate` was asked for, and buffers that were paged out. */
  readonly allocated: number[] = []
  readonly pagedOut: Chunk[] = []
  /** Buffers that `recycle` did not take: they stay lent. */
  readonly #refused: ArrayBuffer[] = []

  constructor(pager: Pager, faults: Faults = new Faults()) {
    this.#pager = pager
    this.#faults = faults
  }

  get backend() {
    return this.#pager.backend
  }

  set backend(backend) {
    this.#pager.backend = backend
  }

  get closed() {
    return this.#pager.closed
  }

  pageout(chunks: readonly Chunk[]): PageHandle {
    return this.pageoutWith(this.backend, chunks)
  }

  pageoutWith(backend: Pager['backend'], chunks: readonly Chunk[]): PageHandle {
    this.#faults.step('pageoutWith')
    const handle = this.#pager.pageoutWith(backend, chunks)
    this.pagedOut.push(...chunks)
    return new FaultyHandle(handle, this.#faults)
  }

  allocate(byteLength: number): ArrayBuffer {
    this.#faults.step('allocate')
    this.allocated.push(byteLength)
    return this.#pager.allocate(byteLength)
  }

  recycle(buffer: ArrayBuffer): void {
    try {
      this.#faults.step('recycle')
    } catch (error) {
      this.#refused.push(buffer)
      throw error
    }
    this.#pager.recycle(buffer)
  }

  /** Ends the loans that go on because `recycle` failed, and returns how many those were. */
  endRefusedLoans(): number {
    const refused = this.#refused.splice(0)
    for (const buffer of refused) this.#pager.recycle(buffer)
    return refused.length
  }

  share(): PagerToken {
    return this.#pager.share()
  }

  stats(): PagerStats {
    return this.#pager.stats()
  }

  close(): void {
    this.#pager.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }
}

class FaultyHandle implements PageHandle {
  readonly byteLength: number
  readonly backend: PageHandle['backend']
  readonly #handle: PageHandle
  readonly #faults: Faults

  constructor(handle: PageHandle, faults: Faults) {
    this.byteLength = handle.byteLength
    this.backend = handle.backend
    this.#handle = handle
    this.#faults = faults
  }

  get closed() {
    return this.#handle.closed
  }

  take(): ArrayBuffer {
    this.#faults.step('take')
    return this.#handle.take()
  }

  readAt(offset: number, length: number): ArrayBuffer {
    return this.#handle.readAt(offset, length)
  }

  readAtMany(ranges: readonly ByteRange[]): ArrayBuffer {
    return this.#handle.readAtMany(ranges)
  }

  readInto(offset: number, target: Uint8Array): void {
    this.#faults.step('readInto')
    this.#handle.readInto(offset, target)
  }

  prefetch(): void {
    this.#handle.prefetch()
  }

  close(): void {
    this.#handle.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }
}
