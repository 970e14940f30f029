// One HTML file that needs nothing else: no script, no font, no picture from elsewhere. Says what it is, and holds sections. It forbids
// itself to load anything, so that a string that got through would do nothing either.
import { type Html, html, trusted } from './html.js'
import { pageStyle } from './page-style.js'

export interface Section {
  /** For links: letters and dashes. */
  readonly id: string
  readonly title: string
  readonly body: Html
}

export interface Page {
  readonly title: string
  /** One paragraph: what this is, and of what. */
  readonly lead: Html | string
  readonly sections: readonly Section[]
}

/** The text of the file. */
export function renderPage({ title, lead, sections }: Page): string {
  const links = sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)
  const bodies = sections.map(
    ({ id, title, body }) => html`<section id="${id}">\n<h2>${title}</h2>\n${body}\n</section>\n`,
  )
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${trusted(pageStyle())}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="lead">${lead}</p>
${sections.length > 1 ? html`<nav aria-label="Sections"><ul>${links}</ul></nav>` : undefined}
</header>
<main>
${bodies}</main>
</body>
</html>
`.markup
}

/** Says what is not there, and why, where somebody would look for it. */
export function missing(text: Html | string): Html {
  return html`<p class="missing">${text}</p>`
}

export function paragraph(text: Html | string): Html {
  return html`<p>${text}</p>`
}
