// Where callers wait for the engine without blocking their thread. Each brings an attempt, made again whenever a transfer has
// ended. Those of one key wait for the same thing and go in the order in which they came: nobody overtakes.
//
// An attempt may start a transfer into memory that nobody has counted yet, so no more keys attempt at once than fit into a window
// of bytes, the oldest first; one always does.

/** True when it is done with, one way or the other. */
type Attempt = () => boolean

interface Queue {
  readonly attempts: Attempt[]
  readonly windowBytes: number
}

export class ProgressGate {
  readonly #windowBytes: number
  readonly #queues = new Map<object, Queue>()
  #waitingBytes = 0

  constructor(windowBytes = Number.POSITIVE_INFINITY) {
    this.#windowBytes = windowBytes
  }

  get isEmpty(): boolean {
    return this.#queues.size === 0
  }

  /** The first result of `attempt` that is not undefined, or what it throws. A key that waits takes `windowBytes` of the window. */
  pass<T>(key: object, windowBytes: number, attempt: () => T | undefined): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const settle: Attempt = () => {
        try {
          const result = attempt()
          if (result === undefined) return false
          resolve(result)
        } catch (reason) {
          reject(reason)
        }
        return true
      }
      // Earlier ones of the same key may be able to go by now, although nobody has said so.
      if (this.#queues.has(key)) this.retry()
      const waiting = this.#queues.get(key)
      if (waiting !== undefined) waiting.attempts.push(settle)
      else if (!this.#fits(this.#waitingBytes, windowBytes) || !settle()) this.#enter(key, settle, windowBytes)
    })
  }

  /** Makes the attempts again. */
  retry(): void {
    let triedBytes = 0
    for (const [key, queue] of this.#queues) {
      if (!this.#fits(triedBytes, queue.windowBytes)) break
      if (this.#drain(queue.attempts)) this.#leave(key, queue)
      else triedBytes += queue.windowBytes
    }
  }

  /** Makes those of one key again, wherever they stand: what they wait for has ended. */
  retryKey(key: object): void {
    const queue = this.#queues.get(key)
    if (queue !== undefined && this.#drain(queue.attempts)) this.#leave(key, queue)
  }

  #fits(otherBytes: number, windowBytes: number): boolean {
    return otherBytes === 0 || windowBytes === 0 || otherBytes + windowBytes <= this.#windowBytes
  }

  #enter(key: object, attempt: Attempt, windowBytes: number): void {
    this.#queues.set(key, { attempts: [attempt], windowBytes })
    this.#waitingBytes += windowBytes
  }

  #leave(key: object, queue: Queue): void {
    this.#queues.delete(key)
    this.#waitingBytes -= queue.windowBytes
  }

  /** Whether nobody waits any more. */
  #drain(attempts: Attempt[]): boolean {
    const waits = attempts.findIndex(attempt => !attempt())
    if (waits > 0) attempts.splice(0, waits)
    return waits < 0
  }
}
