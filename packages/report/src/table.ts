// Tables and lists of facts, as markup. A table that is wider than the screen scrolls by itself, and keeps the page still.
import { type Html, type HtmlValue, html } from './html.js'

export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row) => HtmlValue
  /** Numbers stand at the right. */
  readonly numeric?: boolean
}

/** The first column names the row. */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Html {
  const side = (column: Column<Row>) => (column.numeric ? html` class="number"` : undefined)
  const titles = columns.map(column => html`<th scope="col"${side(column)}>${column.title}</th>`)
  const lines = rows.map(row => {
    const cells = columns.map((column, i) =>
      i === 0
        ? html`<th scope="row"${side(column)}>${column.cell(row)}</th>`
        : html`<td${side(column)}>${column.cell(row)}</td>`,
    )
    return html`<tr>${cells}</tr>\n`
  })
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${titles}</tr></thead>
<tbody>
${lines}</tbody></table></div>`
}

/** Names and what they are, such as a configuration. */
export function facts(pairs: readonly (readonly [name: string, value: HtmlValue])[]): Html {
  return html`<dl>${pairs.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}
