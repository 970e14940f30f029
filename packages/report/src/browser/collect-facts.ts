/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// Runs inside the browser, as text: it may use nothing from outside of itself. Walks over every text that is shown, and every chart.
import type { Box, ChartFact, PageFacts, Rgba, TextFact } from './page-facts.js'

/** `seriesColours`: what marks of data are painted in, as the browser writes colours. The viewport must show the whole page. */
export function collectFacts(seriesColours: readonly string[]): PageFacts {
  const viewport: Box = { left: 0, top: 0, right: window.innerWidth, bottom: Number.POSITIVE_INFINITY }

  const boxOf = ({ left, top, right, bottom }: DOMRect): Box => ({ left, top, right, bottom })

  const parse = (text: string): Rgba => {
    const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
    return text.startsWith('rgb') ? [r, g, b, a] : [0, 0, 0, 0]
  }

  const over = (top: Rgba, under: Rgba): Rgba => {
    const mix = (i: 0 | 1 | 2) => top[i] * top[3] + under[i] * (1 - top[3])
    return [mix(0), mix(1), mix(2), 1]
  }

  /** A shape's fill, a box's background; transparent for lines and groups. */
  const paintOf = (element: Element): Rgba => {
    const style = getComputedStyle(element)
    if (!(element instanceof SVGElement)) return parse(style.backgroundColor)
    if (!(element instanceof SVGGeometryElement)) return [0, 0, 0, 0]
    const [r, g, b, a] = parse(style.fill)
    return [r, g, b, a * Number(style.fillOpacity) * Number(style.opacity)]
  }

  const backgroundAt = (x: number, y: number, own: Element): Rgba => {
    const layers: Rgba[] = []
    for (const element of document.elementsFromPoint(x, y)) {
      const isOwnShape = own instanceof SVGElement && element === own
      const paint = isOwnShape ? undefined : paintOf(element)
      if (paint !== undefined && paint[3] > 0) layers.push(paint)
      if (paint?.[3] === 1) break
    }
    return layers.reduceRight<Rgba>((under, top) => over(top, under), [255, 255, 255, 1])
  }

  const frameOf = (element: Element): { frame: Box; frameName: string; clip: Box } => {
    const drawing = element.closest('svg')
    if (drawing !== null) {
      const frame = boxOf(drawing.getBoundingClientRect())
      return { frame, frameName: 'its drawing', clip: frame }
    }
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      if (!['auto', 'scroll'].includes(getComputedStyle(at).overflowX)) continue
      const clip = boxOf(at.getBoundingClientRect())
      const left = clip.left - at.scrollLeft
      return { frame: { ...clip, left, right: left + at.scrollWidth }, frameName: 'what it scrolls in', clip }
    }
    return { frame: viewport, frameName: 'the viewport', clip: viewport }
  }

  const texts: TextFact[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let run = 0, node = walker.nextNode(); node !== null; node = walker.nextNode(), run++) {
    const element = node.parentElement
    const text = node.textContent?.trim() ?? ''
    if (element === null || text === '' || !element.checkVisibility({ visibilityProperty: true })) continue
    const style = getComputedStyle(element)
    const isDrawn = element instanceof SVGElement
    const [r, g, b, a] = parse(isDrawn ? style.fill : style.color)
    const colour: Rgba = [r, g, b, isDrawn ? a * Number(style.fillOpacity) * Number(style.opacity) : a]
    const { frame, frameName, clip } = frameOf(element)
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const rect of range.getClientRects()) {
      const box = boxOf(rect)
      // What is scrolled out of sight is under nothing and over nothing.
      if (rect.width === 0 || box.left >= clip.right) continue
      const y = (box.top + box.bottom) / 2
      const right = Math.min(box.right, clip.right)
      const places = [box.left + 1, (box.left + right) / 2, right - 1]
      const backgrounds = places.map(x => backgroundAt(x, y, element))
      const fontPx = Number.parseFloat(style.fontSize) * (rect.height > 0 && isDrawn ? scaleOf(element) : 1)
      const isBold = Number(style.fontWeight) >= 700
      texts.push({ text, run, box, frame, frameName, fontPx, isBold, colour, backgrounds })
    }
  }

  /** How much larger a drawing is shown than it was drawn. */
  function scaleOf(element: SVGElement): number {
    return (element as SVGGraphicsElement).getScreenCTM()?.a ?? 1
  }

  const charts: ChartFact[] = [...document.querySelectorAll('[data-chart]')].map(chart => {
    const shown = [...chart.querySelectorAll('.drawing svg')].filter(svg => svg.checkVisibility())
    const drawings = shown.map(svg => {
      const shapes = [...svg.querySelectorAll('path,circle,rect,line,polyline,polygon')]
      const marks = shapes.filter(shape => {
        const { fill, stroke } = getComputedStyle(shape)
        const { width, height } = shape.getBoundingClientRect()
        return (seriesColours.includes(fill) || seriesColours.includes(stroke)) && width + height > 0
      })
      return { box: boxOf(svg.getBoundingClientRect()), marks: marks.length }
    })
    return { id: chart.getAttribute('data-chart') ?? '', drawings }
  })

  const { scrollWidth } = document.documentElement
  return { viewportWidth: window.innerWidth, scrollWidth, texts, charts }
}
