// Asks the engine whether a verb would wait for the disk, and makes it wait in a promise instead. The verbs themselves are the
// synchronous ones: there is one code path. A portable pager has no engine that works beside its caller, so nothing ever waits.
import type { MovableHandle, MovablePager } from './movable-pager.js'
import { NativeHandle } from './native-handle.js'
import { NativePager } from './native-pager.js'
import type { BackendName } from './pager.js'
import { ProgressGate } from './progress-gate.js'

/** Small payloads share a block on disk, which comes into memory as a whole: the core's `largestPackedBytes` and `packBytes`. */
const largestPackedBytes = 128 * 1024
const packBytes = 2 ** 21

export class PromiseEngine {
  readonly #native: NativePager | undefined
  /** By handle. */
  readonly #reads: ProgressGate
  /** All in one order, so that a large page-out is not starved by small ones. */
  readonly #pageouts = new ProgressGate()
  /** What keeps this alive while somebody waits: the addon holds the listener, and the listener alone must not keep a dropped pager. */
  readonly #awaited: { engine?: PromiseEngine | undefined } = {}

  /** Reads that wait bring at most `readAheadBytes` into memory together, or one block. */
  constructor(pager: MovablePager, readAheadBytes: number) {
    this.#reads = new ProgressGate(readAheadBytes)
    this.#native = pager instanceof NativePager ? pager : undefined
    const dropped = new WeakRef(this)
    const awaited = this.#awaited
    this.#native?.listen(() => (awaited.engine ?? dropped.deref())?.retry())
  }

  /** `verb`, once the handle's bytes are in memory. */
  whenReady<T>(handle: MovableHandle, verb: () => T): Promise<T> {
    const ready = () => handle.closed || !(handle instanceof NativeHandle) || handle.isReady()
    const { backend, byteLength, closed } = handle
    const blockBytes = byteLength <= largestPackedBytes ? packBytes : byteLength
    return this.#pass(
      this.#reads.pass(handle, backend === 'file' && !closed ? blockBytes : 0, () => (ready() ? verb() : undefined)),
    )
  }

  /** `verb`, once the write-behind window has room for its bytes. */
  whenRoom<T>(backend: BackendName, byteLength: number, verb: () => T): Promise<T> {
    const native = this.#native
    const room = () => native === undefined || native.closed || native.hasRoom(backend, byteLength)
    return this.#pass(this.#pageouts.pass(this.#pageouts, 0, () => (room() ? verb() : undefined)))
  }

  /** Looks again: something has ended, or this handle has. */
  retry(ended?: MovableHandle): void {
    if (ended !== undefined) this.#reads.retryKey(ended)
    this.#reads.retry()
    this.#pageouts.retry()
    this.#holdLoop()
  }

  #pass<T>(passed: Promise<T>): Promise<T> {
    this.#holdLoop()
    return passed
  }

  // A program that awaits a verb does not end before the verb does.
  #holdLoop(): void {
    const waits = !this.#reads.isEmpty || !this.#pageouts.isEmpty
    this.#awaited.engine = waits ? this : undefined
    this.#native?.holdLoop(waits)
  }
}
