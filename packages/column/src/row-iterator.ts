// Walks the rows of a column, those that are there when it gets to them. A class, because a generator takes several times as long.

interface Rows<Row> {
  readonly length: number
  get(index: number): Row
}

export class RowIterator<Row> implements IterableIterator<Row> {
  /** See empty-part.ts. */
  static readonly kept = new RowIterator({ length: 0, get: () => undefined })

  readonly #rows: Rows<Row>
  #next = 0

  constructor(rows: Rows<Row>) {
    this.#rows = rows
  }

  next(): IteratorResult<Row, undefined> {
    if (this.#next >= this.#rows.length) return { done: true, value: undefined }
    return { done: false, value: this.#rows.get(this.#next++) }
  }

  [Symbol.iterator](): this {
    return this
  }
}
