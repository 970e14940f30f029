// Where callers wait for the engine without blocking their thread. Each brings an attempt, made again whenever a transfer has
// ended. Those of one key wait for the same thing and go in the order in which they came: nobody overtakes.

/** True when it is done with, one way or the other. */
type Attempt = () => boolean

export class ProgressGate {
  readonly #queues = new Map<object, Attempt[]>()

  get isEmpty(): boolean {
    return this.#queues.size === 0
  }

  /** The first result of `attempt` that is not undefined, or what it throws. */
  pass<T>(key: object, attempt: () => T | undefined): Promise<T> {
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
      const earlier = this.#queues.get(key)
      if (earlier !== undefined) this.#drain(key, earlier)
      const waiting = this.#queues.get(key)
      if (waiting !== undefined) waiting.push(settle)
      else if (!settle()) this.#queues.set(key, [settle])
    })
  }

  /** Makes the attempts again. */
  retry(): void {
    for (const [key, queue] of this.#queues) this.#drain(key, queue)
  }

  #drain(key: object, queue: Attempt[]): void {
    const waits = queue.findIndex(attempt => !attempt())
    if (waits > 0) queue.splice(0, waits)
    else if (waits < 0) this.#queues.delete(key)
  }
}
