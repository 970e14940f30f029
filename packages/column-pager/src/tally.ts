// How many columns, and how many bytes, are in one place.

/** Columns in one place, and their bytes. */
export interface ColumnTotals {
  readonly columns: number
  /** Of their bodies. */
  readonly bytes: number
  /** That are held for them: of their bodies, or of what the codec made of them. */
  readonly storedBytes: number
}

export class Tally {
  #columns = 0
  #bytes = 0
  #storedBytes = 0

  get totals(): ColumnTotals {
    return { columns: this.#columns, bytes: this.#bytes, storedBytes: this.#storedBytes }
  }

  add(byteLength: number, storedByteLength: number): void {
    this.#columns++
    this.#bytes += byteLength
    this.#storedBytes += storedByteLength
  }

  subtract(byteLength: number, storedByteLength: number): void {
    this.#columns--
    this.#bytes -= byteLength
    this.#storedBytes -= storedByteLength
  }
}
