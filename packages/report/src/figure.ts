// A chart in a page: its title, what it says in words for those who cannot see it, its legend, and its drawings. A full figure is
// drawn twice, wide and narrow, because text in a drawing that shrinks cannot be read; a small one is drawn once.
import { type Html, html } from './html.js'
import { type LegendEntry, legend } from './legend.js'
import { type Drawing, renderSvg } from './svg.js'

export type Draw = (width: number) => Drawing

export interface Figure {
  /** Unique in the page; letters, digits and dashes. */
  readonly id: string
  readonly title: string
  readonly note?: string
  /** What the upright axis counts, said above it. */
  readonly unit?: string
  readonly legend?: readonly LegendEntry[]
  readonly draw: Draw
}

const wideWidth = 960
const narrowWidth = 358
const smallWidth = 304

export async function figure(chart: Figure): Promise<Html> {
  const wide = await renderSvg(chart.draw(wideWidth))
  const narrow = await renderSvg(chart.draw(narrowWidth))
  return frame(chart, [
    html`<div class="drawing wide" role="img" aria-label="${label(chart)}">${wide}</div>`,
    html`<div class="drawing narrow" role="img" aria-label="${label(chart)}">${narrow}</div>`,
  ])
}

/** Charts side by side that are read the same way, under one legend. */
export async function smallFigures(entries: readonly LegendEntry[], charts: readonly Figure[]): Promise<Html> {
  const frames: Html[] = []
  for (const chart of charts) {
    const svg = await renderSvg(chart.draw(smallWidth))
    frames.push(frame(chart, [html`<div class="drawing" role="img" aria-label="${label(chart)}">${svg}</div>`]))
  }
  return html`${legend(entries)}<div class="small">${frames}</div>`
}

const label = ({ title, note }: Figure) => (note === undefined ? title : `${title}. ${note}`)

function frame({ id, title, note, unit, legend: entries }: Figure, drawings: readonly Html[]): Html {
  return html`<figure id="${id}" data-chart="${id}">
<figcaption>${title}${note === undefined ? undefined : html`<small>${note}</small>`}</figcaption>
${entries === undefined ? undefined : legend(entries)}
${unit === undefined ? undefined : html`<div class="unit">${unit}</div>`}
${drawings}
</figure>\n`
}
