// Where callers wait for the engine without blocking their thread. Each brings an attempt, made again whenever a transfer has
// ended, in the order in which they came.

interface Waiter {
  /** True when it is done with, one way or the other. */
  readonly attempt: () => boolean
}

export class ProgressGate {
  readonly #inOrder: boolean
  readonly #waiters = new Set<Waiter>()

  /** `inOrder`: nobody overtakes, so that a large request is not starved by small ones. */
  constructor(inOrder: boolean) {
    this.#inOrder = inOrder
  }

  get isEmpty(): boolean {
    return this.#waiters.size === 0
  }

  /** The first result of `attempt` that is not undefined, or what it throws. */
  pass<T>(attempt: () => T | undefined): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const waiter: Waiter = {
        attempt: () => {
          try {
            const result = attempt()
            if (result === undefined) return false
            resolve(result)
          } catch (reason) {
            reject(reason)
          }
          return true
        },
      }
      const first = !this.#inOrder || this.isEmpty
      if (!(first && waiter.attempt())) this.#waiters.add(waiter)
    })
  }

  /** Makes the attempts again. */
  retry(): void {
    for (const waiter of this.#waiters) {
      if (waiter.attempt()) this.#waiters.delete(waiter)
      else if (this.#inOrder) return
    }
  }
}
