// Is the page fit to be read? From what a browser laid out to a list of complaints, each one line. Needs no browser.
import type { Box, ChartFact, PageFacts, Rgba, TextFact } from './page-facts.js'

/** Text that is large may have less contrast (WCAG 2.1, 1.4.3). */
const largePx = 24
const largeBoldPx = 18.66
/** Seven points on paper. */
const smallestFontPx = 9
const smallestDrawing = { width: 200, height: 50 }
/** Layout rounds. */
const slackPx = 1.5

export function judge(facts: PageFacts): readonly string[] {
  const { viewportWidth, scrollWidth, texts, charts } = facts
  const problems: string[] = []
  if (scrollWidth > viewportWidth) problems.push(`the page is ${scrollWidth} px wide in a viewport of ${viewportWidth}`)
  if (texts.length === 0) problems.push('there is no text')
  for (const chart of charts) problems.push(...judgeChart(chart, viewportWidth))
  for (const text of texts) problems.push(...judgeText(text))
  problems.push(...overlaps(texts))
  return [...new Set(problems)]
}

function judgeChart({ id, drawings }: ChartFact, viewportWidth: number): readonly string[] {
  if (drawings.length !== 1) return [`chart ${id} has ${drawings.length} drawings that are shown, and not one`]
  const [{ box, marks }] = drawings as [ChartFact['drawings'][0]]
  const problems: string[] = []
  const { width, height } = smallestDrawing
  if (box.right - box.left < width || box.bottom - box.top < height) problems.push(`chart ${id} is too small to see`)
  if (box.left < 0 || box.right > viewportWidth + slackPx) problems.push(`chart ${id} is not inside the viewport`)
  if (marks === 0) problems.push(`chart ${id} shows no data`)
  return problems
}

function judgeText({ text, box, frame, frameName, fontPx, isBold, colour, backgrounds }: TextFact): readonly string[] {
  const problems: string[] = []
  const name = quote(text)
  if (!isInside(box, frame)) problems.push(`${name} leaves ${frameName}`)
  if (fontPx < smallestFontPx) problems.push(`${name} is ${fontPx.toFixed(1)} px high`)
  const needed = fontPx >= largePx || (isBold && fontPx >= largeBoldPx) ? 3 : 4.5
  const ratio = Math.min(...backgrounds.map(background => contrast(colour, background)))
  if (ratio < needed) problems.push(`${name} has a contrast of ${ratio.toFixed(2)}, and ${needed} is needed`)
  return problems
}

function overlaps(texts: readonly TextFact[]): readonly string[] {
  const problems: string[] = []
  const byTop = [...texts].sort((a, b) => a.box.top - b.box.top)
  for (const [i, a] of byTop.entries()) {
    for (let j = i + 1; j < byTop.length && byTop[j]!.box.top < a.box.bottom; j++) {
      const b = byTop[j]!
      if (a.run !== b.run && touch(a.box, b.box)) problems.push(`${quote(a.text)} and ${quote(b.text)} overlap`)
    }
  }
  return problems
}

/** A box of text has room above and below its letters; lines that share some of that do not touch. */
function touch(a: Box, b: Box): boolean {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return width > 1 && height > 0.25 * Math.min(a.bottom - a.top, b.bottom - b.top)
}

function isInside(box: Box, frame: Box): boolean {
  return (
    box.left >= frame.left - slackPx &&
    box.right <= frame.right + slackPx &&
    box.top >= frame.top - slackPx &&
    box.bottom <= frame.bottom + slackPx
  )
}

/** From 1 to 21, as WCAG 2.1 defines it; `colour` may be translucent. */
export function contrast(colour: Rgba, background: Rgba): number {
  const opacity = colour[3]
  const seen = ([0, 1, 2] as const).map(i => colour[i] * opacity + background[i] * (1 - opacity))
  const [light = 0, dark = 0] = [luminance(seen), luminance(background)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

/** Of red, green and blue from 0 to 255: 0 is black, 1 white. */
export function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map(value => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const quote = (text: string) => `'${text.length > 50 ? `${text.slice(0, 47)}...` : text}'`
