// What the marks of a chart mean, as a list in the page: it wraps where a line is full, and its text is text.
import { type Html, html } from './html.js'
import { type ColourName, colour } from './theme.js'

export type Mark = 'line' | 'dashed' | 'dotted' | 'dot' | 'diamond' | 'triangle' | 'bar' | 'shade' | 'range'

export interface LegendEntry {
  readonly name: string
  readonly colour: ColourName
  readonly mark: Mark
}

export function legend(entries: readonly LegendEntry[]): Html {
  return html`<ul class="legend">${entries.map(entry => html`<li>${swatch(entry)}${entry.name}</li>`)}</ul>`
}

function swatch({ colour: name, mark }: LegendEntry): Html {
  const paint = colour(name)
  return html`<svg width="22" height="14" viewBox="0 0 22 14" aria-hidden="true">${shapeOf(mark, paint)}</svg>`
}

function shapeOf(mark: Mark, paint: string): Html {
  switch (mark) {
    case 'line':
      return html`<path d="M0 7H22" stroke="${paint}" stroke-width="2.5"/>`
    case 'dashed':
      return html`<path d="M0 7H22" stroke="${paint}" stroke-width="2.5" stroke-dasharray="6 3"/>`
    case 'dotted':
      return html`<path d="M0 7H22" stroke="${paint}" stroke-width="2.5" stroke-dasharray="2 3"/>`
    case 'range':
      return html`<path d="M1 7H21M1 3V11M21 3V11" stroke="${paint}" stroke-width="1.5"/>`
    case 'dot':
      return html`<circle cx="11" cy="7" r="5.5" fill="${paint}"/>`
    case 'diamond':
      return html`<path d="M11 1L17 7L11 13L5 7Z" fill="none" stroke="${paint}" stroke-width="2"/>`
    case 'triangle':
      return html`<path d="M11 2L17 12H5Z" fill="none" stroke="${paint}" stroke-width="2"/>`
    case 'bar':
      return html`<path d="M2 2H20V12H2Z" fill="${paint}"/>`
    case 'shade':
      return html`<path d="M2 1H20V13H2Z" fill="${paint}" stroke="${colour('rule')}"/>`
  }
}
