// How far are the workers, and what have they moved? Counts in shared memory, added to once per column and read whenever somebody draws,
// so that progress costs no messages.

const names = ['rowsRead', 'rowsInRuns', 'rowsMerged', 'chunksDone', 'bytesPagedOut', 'bytesPagedIn'] as const

export type CounterName = (typeof names)[number]

export class ProgressCounters {
  /** What another thread makes its own `ProgressCounters` from. */
  readonly buffer: SharedArrayBuffer
  readonly #words: BigInt64Array

  constructor(buffer = new SharedArrayBuffer(8 * names.length)) {
    this.buffer = buffer
    this.#words = new BigInt64Array(buffer)
  }

  add(name: CounterName, count: number): void {
    Atomics.add(this.#words, names.indexOf(name), BigInt(count))
  }

  read(name: CounterName): number {
    return Number(Atomics.load(this.#words, names.indexOf(name)))
  }
}
