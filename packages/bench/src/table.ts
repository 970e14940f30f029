// Rows of text under a heading, in columns as wide as they must be. Numbers stand at the right, words at the left.

export interface TableColumn<Row> {
  readonly title: string
  readonly cell: (row: Row) => string | number
}

export function formatTable<Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[]): string {
  const cells = columns.map(column => rows.map(row => column.cell(row)))
  const widths = columns.map(({ title }, c) => Math.max(title.length, ...cells[c]!.map(cell => String(cell).length)))
  const line = (texts: readonly (string | number)[]) =>
    texts
      .map((text, c) => (numeric(cells[c]!) ? String(text).padStart(widths[c]!) : String(text).padEnd(widths[c]!)))
      .join('  ')
      .trimEnd()
  const titles = columns.map(column => column.title)
  const rule = widths.map(width => '-'.repeat(width)).join('  ')
  return [line(titles), rule, ...rows.map((_, r) => line(cells.map(column => column[r]!)))].join('\n')
}

const numeric = (cells: readonly (string | number)[]) => cells.some(cell => typeof cell === 'number')

/** Three significant digits, without exponents: 0.0123, 1.23, 123, 12345. */
export function threeDigits(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}
