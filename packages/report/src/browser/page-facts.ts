// What is on a page as a browser laid it out: plain data, taken inside the browser by `collect-facts.ts` and judged outside of it by
// `judge.ts`.

/** In CSS pixels, from the top left of the page. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Red, green, blue from 0 to 255, and opacity from 0 to 1. */
export type Rgba = readonly [red: number, green: number, blue: number, opacity: number]

/** One line of text. */
export interface TextFact {
  readonly text: string
  /** Lines of the same number come from one run of text. */
  readonly run: number
  readonly box: Box
  /** What it must stay inside of: its drawing, what it scrolls in, or the viewport. */
  readonly frame: Box
  readonly frameName: string
  readonly fontPx: number
  readonly isBold: boolean
  readonly colour: Rgba
  /** What lies under it, opaque, at a few points. */
  readonly backgrounds: readonly Rgba[]
}

export interface ChartFact {
  readonly id: string
  /** Of the drawings that are shown. */
  readonly drawings: readonly { readonly box: Box; readonly marks: number }[]
}

export interface PageFacts {
  readonly viewportWidth: number
  readonly scrollWidth: number
  readonly texts: readonly TextFact[]
  readonly charts: readonly ChartFact[]
}
