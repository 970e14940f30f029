// Markup that cannot be broken by what is put into it: every value of the `html` template is escaped, unless it is markup that this
// file made or was told to trust. It knows no document: it only joins text.

/** Markup that may stand in a page as it is. Made by `html` and `trusted` only. */
export class Html {
  readonly markup: string

  constructor(markup: string) {
    this.markup = markup
  }
}

export type HtmlValue = Html | string | number | undefined | readonly HtmlValue[]

/** Joins markup and values. Strings and numbers are escaped, arrays joined, undefined left out. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.map((text, i) => text + markupOf(values[i])).join(''))
}

/** `markup` as it is: for what another program made, such as a chart. */
export function trusted(markup: string): Html {
  return new Html(markup)
}

function markupOf(value: HtmlValue): string {
  if (value === undefined) return ''
  if (value instanceof Html) return value.markup
  if (typeof value === 'object') return value.map(markupOf).join('')
  return escapeText(String(value))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** `text` for an element or a quoted attribute. Characters that HTML may not contain become a replacement character. */
export function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r -~\u00a0-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"']/g, character => entities[character]!)
}
