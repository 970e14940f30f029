// Readings over time, of which there are never more than a bound, however long a run lasts: when it is reached, neighbours become one.
// Peaks stay: of two readings that become one, each value is the higher, and the time the later.

/** One list of equal length per name, and the times of the readings. */
export type SampleColumns<Name extends string> = { readonly seconds: readonly number[] } & Readonly<
  Record<Name, readonly number[]>
>

export class SampleSeries<Name extends string> {
  readonly #names: readonly Name[]
  readonly #limit: number
  #seconds: number[] = []
  #columns: number[][]
  /** Readings that make one sample, and how many of them the last sample has. */
  #stride = 1
  #inLast = 0

  /** `limit` is even, and at least 2. */
  constructor(names: readonly Name[], limit = 240) {
    if (!Number.isInteger(limit / 2) || limit < 2)
      throw new RangeError(`a limit is even and at least 2, and not ${limit}`)
    this.#names = names
    this.#limit = limit
    this.#columns = names.map(() => [])
  }

  /** `seconds` does not run backwards. */
  add(seconds: number, values: Readonly<Record<Name, number>>): void {
    if (this.#lastIsFull && this.#seconds.length === this.#limit) this.#halve()
    const isNew = this.#lastIsFull
    const at = isNew ? this.#seconds.length : this.#seconds.length - 1
    this.#inLast = isNew ? 1 : this.#inLast + 1
    this.#seconds[at] = seconds
    for (const [i, name] of this.#names.entries()) {
      this.#columns[i]![at] = isNew ? values[name] : Math.max(this.#columns[i]![at]!, values[name])
    }
  }

  get columns(): SampleColumns<Name> {
    const entries = this.#names.map((name, i): [Name, readonly number[]] => [name, [...this.#columns[i]!]])
    return { seconds: [...this.#seconds], ...Object.fromEntries(entries) } as SampleColumns<Name>
  }

  get #lastIsFull(): boolean {
    return this.#inLast % this.#stride === 0
  }

  #halve(): void {
    this.#seconds = this.#seconds.filter((_, i) => i % 2 === 1)
    this.#columns = this.#columns.map(column =>
      this.#seconds.map((_, i) => Math.max(column[2 * i]!, column[2 * i + 1]!)),
    )
    this.#stride *= 2
    this.#inLast = this.#stride
  }
}
