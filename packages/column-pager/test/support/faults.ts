// Makes the n-th step of a scenario fail, whoever takes it: a policy, a container, a codec or a pager. Run a scenario once to count
// its steps, then once per step. Verbs that may not throw by their contract (`record`, `clear`, `recycle`, `close`) are no steps.
import type { ContainerBytes } from '@spillway/column'
import type { ByteRange, Chunk, PageHandle, Pager, PagerStats, PagerToken } from '@spillway/pager-native'
import type { PageDecision, PageEvent, PageHint, PagingPolicy } from '@spillway/policy'
import type { Codec } from '../../src/index.js'

export class Faults {
  readonly steps: string[] = []
  #failFrom = -1
  #failTo = -1

  /** From now on, the step `index` (0 is the next one) throws, and so do the `count - 1` after it. */
  failAt(index: number, count = 1): void {
    this.steps.length = 0
    this.#failFrom = index
    this.#failTo = index + count
  }

  never(): void {
    this.failAt(-1, 0)
  }

  step(name: string): void {
    this.steps.push(name)
    const index = this.steps.length - 1
    if (index >= this.#failFrom && index < this.#failTo) throw new InjectedFault(name)
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

/** Fails `allocate`, `pageoutWith`, `take` and `readInto` before they do anything, as the contract of a pager allows. */
export class FaultyPager implements Pager {
  readonly #pager: Pager
  readonly #faults: Faults
  /** Sizes that `allocate` was asked for, and buffers that were paged out. */
  readonly allocated: number[] = []
  readonly pagedOut: Chunk[] = []

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
    this.#pager.recycle(buffer)
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
