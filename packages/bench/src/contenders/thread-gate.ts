// Lets threads start together, and keeps them from cleaning up while the others are still on the clock.

export class ThreadGate {
  readonly memory: SharedArrayBuffer
  readonly #open: Int32Array

  /** Around the memory of a gate of another thread, or a new gate. */
  constructor(memory = new SharedArrayBuffer(8)) {
    this.memory = memory
    this.#open = new Int32Array(memory)
  }

  open(which: 'start' | 'end'): void {
    Atomics.store(this.#open, slotOf(which), 1)
    Atomics.notify(this.#open, slotOf(which))
  }

  /** Blocks this thread. */
  wait(which: 'start' | 'end'): void {
    Atomics.wait(this.#open, slotOf(which), 0)
  }
}

const slotOf = (which: 'start' | 'end') => (which === 'start' ? 0 : 1)
